import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { filteringEvents } from './events.ts';
import { filteringTables } from './tables.ts';

export { filteringEvents } from './events.ts';
export { endStop, stateOfStop, stopInternet, stopsOf, type Stop, type StopId } from './records/stops.ts';
export { forceState, inForceLine, type ForceState } from './force-state.ts';

/** Makes the filtering module. */
export function makeFilteringModule(_parts: ModuleParts): SchoolgateModule {
  return {
    name: 'filtering',
    tables: filteringTables.names,
    events: filteringEvents,
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
