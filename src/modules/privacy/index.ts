import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { makeHoldPerson, makeHoldRecord, makeReleaseHold } from './commands/holds.ts';
import { makeKeepRecord } from './commands/keep-record.ts';
import { makeCountersign, makeSignDeletion } from './commands/sign-deletion.ts';
import { legalHold, retentionRun } from './controls.ts';
import { reviewRetention } from './duties.ts';
import { retentionEvents } from './events.ts';
import { classPages } from './pages/class/page.ts';
import { deletionPages } from './pages/deletion/page.ts';
import { holdPages } from './pages/holds/page.ts';
import { requestPages } from './pages/requests/page.ts';
import { retentionPage } from './pages/retention/page.ts';
import { holdQueries } from './queries/hold-queries.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { makeGather } from './subject/commands.ts';
import { answeredInTime, requestsDue } from './subject/duties.ts';
import { subjectEvents } from './subject/events.ts';
import { trailRecords } from './subject/trail-records.ts';
import { subjectTables } from './subject/tables.ts';
import { retentionTables } from './tables.ts';
import { privacyRetention } from './retention.ts';

export { lastLookedThrough } from './last-signed.ts';

/** Makes the privacy module: what is past its time, legal holds, and copies of what is held about somebody. */
export function makePrivacyModule(parts: ModuleParts): SchoolgateModule {
  const queries = retentionQueries(parts);
  const signDeletion = makeSignDeletion(parts);
  const countersign = makeCountersign(parts);
  const keepRecord = makeKeepRecord(parts);
  const holds = holdQueries(parts);
  const holdPerson = makeHoldPerson();
  const holdRecord = makeHoldRecord(parts);
  const releaseHold = makeReleaseHold();
  const requests = requestPages(parts, makeGather(parts));
  return {
    name: 'privacy',
    tables: [...retentionTables.names, ...subjectTables.names],
    events: { ...retentionEvents, ...subjectEvents },
    commands: [signDeletion, countersign, keepRecord, holdPerson, holdRecord, releaseHold, ...requests.commands],
    queries: [...Object.values(queries), ...Object.values(holds), ...requests.queries],
    pages: [
      retentionPage(queries),
      ...classPages(queries, { signDeletion, keepRecord }),
      ...deletionPages(queries, countersign),
      ...holdPages(holds, { holdPerson, holdRecord, releaseHold }),
      ...requests.pages,
    ],
    publicRoutes: [],
    controls: [retentionRun(parts), legalHold, answeredInTime],
    settings: [],
    duties: [reviewRetention(parts), requestsDue],
    retention: privacyRetention,
    subjectRecords: trailRecords,
    jobs: [],
  };
}
