import { schoolDay } from '../../platform/time/clock.ts';
import type { RetentionClass } from '../module.ts';
import { subjectTables } from './subject/tables.ts';

/** How long what this module keeps is kept. */

const REQUEST_YEARS = 3;

const dueRequests: NonNullable<RetentionClass['due']> = async (db, { today, most }) => {
  const t = subjectTables.read(db);
  const rows = await t
    .select('subject_request')
    .where('closed_at', '<', `${today.subtract({ years: REQUEST_YEARS }).toString()}T00:00:00Z`)
    .select(['id', 'number', 'person_id', 'closed_at'])
    .orderBy('closed_at')
    .limit(most)
    .execute();
  const parts = new Map<string, { table: string; id: string }[]>();
  for (const table of ['subject_step', 'subject_piece', 'subject_word'] as const) {
    const found = await t
      .select(table)
      .where('request_id', 'in', ['', ...rows.map((row) => row.id)])
      .select(['id', 'request_id'])
      .execute();
    for (const one of found) {
      const its = parts.get(one.request_id) ?? [];
      its.push({ table, id: one.id });
      parts.set(one.request_id, its);
    }
  }
  return rows.map((row) => ({
    table: 'subject_request',
    id: row.id,
    parts: parts.get(row.id) ?? [],
    people: [row.person_id],
    dueOn: schoolDay(Temporal.Instant.from(row.closed_at ?? `${today.toString()}T00:00:00Z`)).add({
      years: REQUEST_YEARS,
    }),
    what: `Request ${String(row.number)} for a copy of records`,
    href: `/privacy/requests/${row.id}`,
    mayOpen: () => true,
  }));
};

export const privacyRetention: readonly RetentionClass[] = [
  {
    code: 'subject-requests',
    what: 'Requests for a copy of records, with what was given',
    keptFor: '3 years',
    from: 'the day the request was closed',
    signedBy: 'Headteacher',
    source: 'Our choice: as long as the Information Commissioner or a court may ask what was given',
    due: dueRequests,
    signers: [['head']],
  },
  {
    code: 'deletion-proofs',
    what: 'What was deleted when, by whose signature; what was kept longer and why; legal holds',
    keptFor: 'as long as the school uses Schoolgate',
    from: 'the day of the signature',
    signedBy: 'nobody: they are not deleted',
    source: 'Our choice: that something was deleted rightly is asked long after it is gone',
    byItself: 'They stay: ids, days and reasons, and nothing of what was deleted.',
  },
];
