import type { ModuleParts, SchoolgateModule } from '../module.ts';

/** Makes the monitoring module. */
export function makeMonitoringModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'monitoring',
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
