import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { policyTables } from './store.ts';

export { policyProfiles, policyReactions, policySanctions } from './built-in.ts';
export type { PolicyProfile } from './built-in.ts';
export { coverage } from './coverage.ts';
export type { Coverage } from './coverage.ts';
export type { PackProfile, Reaction, Sanction } from './pack.ts';
export { clauseOf, settingOf } from './settings.ts';
export { clauseText } from './store.ts';

/** Makes the policy module. */
export function makePolicyModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'policy',
    tables: policyTables.names,
    events: {},
    commands: [],
    queries: [],
    pages: [],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [],
    retention: [],
    jobs: [],
  };
}
