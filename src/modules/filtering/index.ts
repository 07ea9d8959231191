import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the filtering module. */
export function makeFilteringModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'filtering',
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
