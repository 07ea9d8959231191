import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { DueRecord, RetentionClass } from '../module.ts';
import { dutyOf } from './declared/index.ts';
import { maySeeProgress } from './policy.ts';
import { dutyTables } from './rows.ts';

/** How long what duties leave is kept. */
export const dutyRetention: readonly RetentionClass[] = [
  {
    code: 'duties',
    what: 'Duties as they fell due: what was done, by whom, with files; what was waived and why',
    keptFor: '7 years',
    from: 'the day on which it was due',
    signedBy: 'Headteacher',
    source: 'Our choice: as long as reports to governors, which rest on them',
    due: dueDuties,
    signers: [['head']],
  },
  {
    code: 'term-dates',
    what: 'Term dates, and what the school set differently for a duty',
    keptFor: 'as long as the school uses Schoolgate',
    from: 'the day they are entered',
    signedBy: 'nobody: they are not deleted',
    source: 'Our choice: older due days rest on them, and they are about no person',
    byItself: 'They stay.',
  },
  {
    code: 'calendar-addresses',
    what: 'That somebody made or ended a calendar address; never the address itself',
    keptFor: '1 year',
    from: 'the day it ended',
    signedBy: 'Headteacher',
    source: 'Our choice: long enough to answer who had one',
    due: dueFeeds,
    signers: [['head']],
  },
];

type Asking = Parameters<NonNullable<RetentionClass['due']>>[1];

/** Duties that fell due more than seven years ago and are closed, with their history and files. */
async function dueDuties(db: ReadHandle, { today, most }: Asking): Promise<readonly DueRecord[]> {
  const rows = await dutyTables
    .read(db)
    .select('duty_occurrence')
    .where('state', '!=', 'open')
    .where('due_day', '<=', today.subtract({ years: 7 }).toString())
    .select(['id', 'duty', 'due_day', 'closed_by'])
    .orderBy('due_day')
    .orderBy('id')
    .limit(most)
    .execute();
  const ids = ['', ...rows.map((row) => row.id)];
  const t = dutyTables.read(db);
  const changes = await t
    .select('duty_change')
    .where('occurrence_id', 'in', ids)
    .select(['id', 'occurrence_id as of', 'by_id as by'])
    .execute();
  const files = await t
    .select('duty_file')
    .where('occurrence_id', 'in', ids)
    .select(['id', 'occurrence_id as of', 'added_by as by'])
    .execute();
  const parts = Map.groupBy(
    [
      ...changes.map((row) => ({ table: 'duty_change', ...row })),
      ...files.map((row) => ({ table: 'duty_file', ...row })),
    ],
    (part) => part.of,
  );
  return rows.map((row) => ({
    table: 'duty_occurrence',
    id: row.id,
    parts: (parts.get(row.id) ?? []).map(({ table, id }) => ({ table, id })),
    // Who did, waived or showed it: it is about nobody.
    people: [
      ...new Set([
        ...(row.closed_by === null ? [] : [row.closed_by]),
        ...(parts.get(row.id) ?? []).map((part) => part.by),
      ]),
    ],
    about: [],
    dueOn: Temporal.PlainDate.from(row.due_day).add({ years: 7 }),
    what: `“${dutyOf(row.duty)?.title ?? row.duty}”, due on ${row.due_day}`,
    href: `/duties/${row.duty}`,
    mayOpen: maySeeProgress,
  }));
}

/** Calendar addresses that ended more than a year ago. */
async function dueFeeds(db: ReadHandle, { today, most }: Asking): Promise<readonly DueRecord[]> {
  const rows = await dutyTables
    .read(db)
    .select('duty_feed')
    .where('ended_at', 'is not', null)
    .where('ended_at', '<', today.subtract({ years: 1 }).toString())
    .select(['id', 'person_id', 'ended_at'])
    .orderBy('ended_at')
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    table: 'duty_feed',
    id: row.id,
    parts: [],
    people: [row.person_id],
    dueOn: Temporal.PlainDate.from((row.ended_at ?? today.toString()).slice(0, 10)).add({ years: 1 }),
    what: 'A calendar address that has ended',
    mayOpen: maySeeProgress,
  }));
}
