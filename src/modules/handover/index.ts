import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { handOpenWorkOver } from './duties.ts';
import { handoverEvents } from './events.ts';
import { handOverPage } from './pages/hand-over/page.ts';

/** Makes the handover module: open work of somebody who leaves goes to their successor. It keeps nothing itself. */
export function makeHandoverModule(parts: ModuleParts): SchoolgateModule {
  const { query, command, page } = handOverPage(parts);
  return {
    name: 'handover',
    tables: [],
    events: handoverEvents,
    commands: [command],
    queries: [query],
    pages: [page],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [handOpenWorkOver(parts)],
    retention: [],
    jobs: [],
  };
}
