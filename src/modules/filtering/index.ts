import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { filteringCommands } from './all-commands.ts';
import { gatherListNames, gatherMaterial, gatherSessions } from './compiler/gather.ts';
import { filteringJobs } from './compiler/jobs.ts';
import { makePublisher } from './compiler/publisher.ts';
import { filteringControls } from './controls.ts';
import { filteringRetention } from './due.ts';
import { filteringDuties } from './duties.ts';
import { filteringEvents } from './events.ts';
import { filteringParts } from './filtering-parts.ts';
import { liveReader } from './live.ts';
import { helpPiece } from './policy-piece.ts';
import { filteringPages } from './pages/all-pages.ts';
import { gateSignIn } from './pages/gate-sign-in/route.ts';
import { filteringSettings } from './settings.ts';
import { filteringTables } from './tables.ts';

export { filterChangesSince, networkChange, type FilterChangeFigures } from './changes-for-reviews.ts';
export { filteringEvents } from './events.ts';
export { raiseEpoch } from './records/site.ts';
export { requestFromGate, type GateRequest } from './commands/ask-for-change.ts';
export { forceState, inForceLine, type ForceState } from './force-state.ts';
export { decideLive, type LiveDecision, type LiveQuestion } from './live.ts';
export { endStop, stateOfStop, stopInternet, stopsOf, type Stop, type StopId } from './records/stops.ts';

/** Makes the filtering module. */
export function makeFilteringModule(given: ModuleParts): SchoolgateModule {
  const parts = filteringParts(given);
  const live = liveReader(parts.site);
  const publisher = makePublisher(parts, live);
  const commands = filteringCommands(live);
  const pages = filteringPages(parts, publisher, live, commands);
  parts.runner.onCommitted((command) => {
    if (command.changesFilter) publisher.wake();
  });
  return {
    name: 'filtering',
    tables: filteringTables.names,
    events: filteringEvents,
    commands: commands.all,
    queries: [gatherMaterial, gatherListNames, gatherSessions, ...pages.queries],
    pages: pages.pages,
    publicRoutes: [gateSignIn(parts, publisher)],
    controls: filteringControls(parts, live),
    pieces: [helpPiece],
    settings: filteringSettings,
    duties: filteringDuties(parts, publisher),
    retention: filteringRetention,
    jobs: filteringJobs(parts, publisher),
  };
}
