import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { incidentFileColumn } from './attachments.ts';
import { caseControls } from './case-controls.ts';
import { incidentControls } from './controls.ts';
import { incidentDuties, incidentRetention } from './duties.ts';
import { namedInIncidents } from './due.ts';
import { incidentEvents } from './events.ts';
import { listIncidents } from './lists.ts';
import { lookingControls } from './looking-controls.ts';
import { commandList, incidentCommands, incidentPages, incidentQueries } from './module-parts.ts';
import { flowchartPiece } from './policy-piece.ts';
import { sealedAtRest } from './sealed-control.ts';
import { incidentTables } from './store.ts';
import { incidentRecords } from './subject-records.ts';

export { incidentEvents } from './events.ts';
export { incidentFigures, seriousIncidentsClosed, type IncidentFigures } from './figures-for-reviews.ts';
export type { IncidentId } from './incident.ts';
export { lastGovernorSignOff } from './last-sign-off.ts';
export { mayReport } from './policy.ts';
export { reportIncident, type Named, type NewReport, type ReportedEvent } from './report.ts';
export { categories, dangers, parts, sites, spheres, systems } from './words.ts';

/**
 * How many incidents that `actor` may open name a person, whatever their part. Only the number: whoever wants more opens the log. A case
 * that is hidden from them is not in it, or the number would tell that there is one.
 */
export async function incidentsAbout(db: ReadHandle, actor: Actor, person: PersonId): Promise<number> {
  return (await listIncidents(db, actor, { person }, { limit: 1, offset: 0 })).total;
}

/** Makes the incidents module. */
export function makeIncidentsModule(parts: ModuleParts): SchoolgateModule {
  const commands = incidentCommands();
  return {
    name: 'incidents',
    tables: incidentTables.names,
    fileColumns: [incidentFileColumn],
    events: incidentEvents,
    commands: commandList(commands),
    queries: incidentQueries,
    pages: incidentPages(commands, parts.files),
    publicRoutes: [],
    controls: [...incidentControls, ...caseControls, ...lookingControls(parts), sealedAtRest(parts)],
    pieces: [flowchartPiece],
    settings: [],
    duties: incidentDuties,
    retention: incidentRetention,
    stillNames: namedInIncidents,
    subjectRecords: incidentRecords,
    jobs: [],
  };
}
