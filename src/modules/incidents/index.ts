import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the incidents module. */
export function makeIncidentsModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'incidents',
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
