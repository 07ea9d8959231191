import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the policy module. */
export function makePolicyModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'policy',
    tables: [],
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
