import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { makeKeepRecord } from './commands/keep-record.ts';
import { makeCountersign, makeSignDeletion } from './commands/sign-deletion.ts';
import { legalHold, retentionRun } from './controls.ts';
import { reviewRetention } from './duties.ts';
import { retentionEvents } from './events.ts';
import { classPages } from './pages/class/page.ts';
import { deletionPages } from './pages/deletion/page.ts';
import { retentionPage } from './pages/retention/page.ts';
import { retentionQueries } from './queries/retention-queries.ts';
import { retentionTables } from './tables.ts';

/** Makes the privacy module: what is past its time, legal holds, and copies of what is held about somebody. */
export function makePrivacyModule(parts: ModuleParts): SchoolgateModule {
  const queries = retentionQueries(parts);
  const signDeletion = makeSignDeletion(parts);
  const countersign = makeCountersign(parts);
  const keepRecord = makeKeepRecord(parts);
  return {
    name: 'privacy',
    tables: retentionTables.names,
    events: retentionEvents,
    commands: [signDeletion, countersign, keepRecord],
    queries: Object.values(queries),
    pages: [
      retentionPage(queries),
      ...classPages(queries, { signDeletion, keepRecord }),
      ...deletionPages(queries, countersign),
    ],
    publicRoutes: [],
    controls: [retentionRun(parts), legalHold],
    settings: [],
    duties: [reviewRetention(parts)],
    retention: [],
    jobs: [],
  };
}
