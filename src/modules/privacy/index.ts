import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { makeHoldPerson, makeHoldRecord, releaseHold } from './commands/holds.ts';
import { makeKeepRecord } from './commands/keep-record.ts';
import { makeCountersign, makeSignDeletion } from './commands/sign-deletion.ts';
import { legalHold, retentionRun } from './controls.ts';
import { reviewRetention } from './duties.ts';
import { retentionEvents } from './events.ts';
import { classPages } from './pages/class/page.ts';
import { deletionPages } from './pages/deletion/page.ts';
import { holdPages } from './pages/holds/page.ts';
import { retentionPage } from './pages/retention/page.ts';
import { holdQueries } from './queries/hold-queries.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { retentionTables } from './tables.ts';

/** Makes the privacy module: what is past its time, legal holds, and copies of what is held about somebody. */
export function makePrivacyModule(parts: ModuleParts): SchoolgateModule {
  const queries = retentionQueries(parts);
  const signDeletion = makeSignDeletion(parts);
  const countersign = makeCountersign(parts);
  const keepRecord = makeKeepRecord(parts);
  const holds = holdQueries(parts);
  const holdPerson = makeHoldPerson();
  const holdRecord = makeHoldRecord(parts);
  return {
    name: 'privacy',
    tables: retentionTables.names,
    events: retentionEvents,
    commands: [signDeletion, countersign, keepRecord, holdPerson, holdRecord, releaseHold],
    queries: [...Object.values(queries), ...Object.values(holds)],
    pages: [
      retentionPage(queries),
      ...classPages(queries, { signDeletion, keepRecord }),
      ...deletionPages(queries, countersign),
      ...holdPages(holds, { holdPerson, holdRecord }),
    ],
    publicRoutes: [],
    controls: [retentionRun(parts), legalHold],
    settings: [],
    duties: [reviewRetention(parts)],
    retention: [],
    jobs: [],
  };
}
