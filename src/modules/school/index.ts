import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the school module. */
export function makeSchoolModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'school',
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
