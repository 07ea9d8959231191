import { schoolDay } from '../../platform/time/clock.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { mayHold, maySeeRetention } from './policy.ts';
import { heldRows, MOST_COUNTED, signedClasses, type Whole } from './queue.ts';
import { deletionTables, retentionTables } from './tables.ts';

/** Records wait so long for their signers before it is said that nobody looks. */
const LATE_AFTER = { months: 3 };

/** "What is past its time is deleted, signed for". */
export function retentionRun(parts: Whole): Control {
  return {
    code: 'retention-run',
    kind: 'retention',
    title: 'What is past its time is deleted, signed for',
    makesTrue:
      'Each kind of record has its time; what is past it is listed, looked through and signed for by those who answer for it, and deleted with a proof.',
    effect: 'evidenced',
    opens: (actor) => maySeeRetention(actor).allowed,
    openedBy: 'The headteacher, the safeguarding leads, the online-safety lead and the office',
    evidence: async (db, { now }): Promise<Evidence> => {
      const today = schoolDay(now);
      const held = await heldRows(db);
      const kept = new Set(
        (
          await retentionTables
            .read(db)
            .select('retention_kept')
            .where('until_day', '>', today.toString())
            .select(['table_name', 'row_id'])
            .execute()
        ).map((row) => `${row.table_name}:${row.row_id}`),
      );
      let waiting = 0;
      let oldest: Temporal.PlainDate | undefined;
      for (const one of signedClasses(parts)) {
        for (const record of await one.due(db, { today, most: MOST_COUNTED })) {
          const key = `${record.table}:${record.id}`;
          if (held.has(key) || kept.has(key) || record.people.some((person) => held.has(`person:${person}`))) continue;
          waiting += 1;
          if (oldest === undefined || Temporal.PlainDate.compare(record.dueOn, oldest) < 0) oldest = record.dueOn;
        }
      }
      const last = await retentionTables
        .read(db)
        .select('retention_batch')
        .where('state', '=', 'signed')
        .select(['approved_at'])
        .orderBy('approved_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (waiting === 0 && last === undefined)
        return nothingYet('No record was ever past its time', '/privacy/retention');
      const late =
        oldest !== undefined && Temporal.PlainDate.compare(oldest.add(LATE_AFTER), today) < 0 ? oldest : undefined;
      const waits =
        waiting === 0
          ? 'No record is past its time'
          : `${formatPlural(waiting, 'record waits', 'records wait')} to be looked through, the oldest since ${formatDate(oldest ?? today)}`;
      return {
        state: late === undefined ? 'met' : 'not-met',
        kind: late === undefined ? 'measured' : 'out-of-date',
        figure: waits,
        latest:
          last?.approved_at === undefined || last.approved_at === null ? now : Temporal.Instant.from(last.approved_at),
        href: '/privacy/retention',
      };
    },
  };
}

/** "What is under legal hold is not deleted": the database itself refuses it. */
export const legalHold: Control = {
  code: 'legal-hold',
  kind: 'retention',
  title: 'What is under legal hold is not deleted',
  makesTrue:
    'A hold on a record or on a person wins over every deletion, also over one that is signed already: the database refuses to delete.',
  effect: 'enforced',
  opens: (actor) => mayHold(actor).allowed,
  openedBy: 'The headteacher, the safeguarding leads and the online-safety lead',
  evidence: async (db, { now }): Promise<Evidence> => {
    const t = deletionTables.read(db);
    const { ever } = await t
      .select('legal_hold')
      .select((is) => is.fn.countAll<number | string>().as('ever'))
      .executeTakeFirstOrThrow();
    if (Number(ever) === 0) return nothingYet('Nothing was ever under a hold', '/privacy/holds');
    const broken = (await heldAndDeleted(db)) + (await heldPeopleDeleted(db));
    return {
      state: broken === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure:
        broken > 0
          ? `${formatPlural(broken, 'held record was', 'held records were')} deleted all the same`
          : // Not how many there are: whoever reads this is not told of one about themselves.
            'Nothing was deleted that was held',
      latest: now,
      href: '/privacy/holds',
    };
  },
};

/** Executed warrants that name a row while a hold stood on it: each would be the hold's failure. */
async function heldAndDeleted(db: ReadHandle): Promise<number> {
  const { broken } = await deletionTables
    .read(db)
    .select('legal_hold')
    .innerJoin('deletion_warrant_row', (join) =>
      join
        .onRef('deletion_warrant_row.row_id', '=', 'legal_hold.row_id')
        .onRef('deletion_warrant_row.table_name', '=', 'legal_hold.table_name')
        .onRef('deletion_warrant_row.school_id', '=', 'legal_hold.school_id')
        .on('deletion_warrant_row.kept_back', '=', 0),
    )
    .innerJoin('deletion_warrant', (join) =>
      join
        .onRef('deletion_warrant.id', '=', 'deletion_warrant_row.warrant_id')
        .onRef('deletion_warrant.school_id', '=', 'legal_hold.school_id')
        .onRef('deletion_warrant.executed_at', '>', 'legal_hold.placed_at'),
    )
    .where((is) =>
      is.or([
        is('legal_hold.released_at', 'is', null),
        is('legal_hold.released_at', '>', is.ref('deletion_warrant.executed_at')),
      ]),
    )
    .select((is) => is.fn.countAll<number | string>().as('broken'))
    .executeTakeFirstOrThrow();
  return Number(broken);
}

/** The same for holds on people: executed warrants whose records were about somebody while a hold stood on them. */
async function heldPeopleDeleted(db: ReadHandle): Promise<number> {
  const { broken } = await deletionTables
    .read(db)
    .select('legal_hold')
    .innerJoin('deletion_warrant_person', (join) =>
      join
        .onRef('deletion_warrant_person.person_id', '=', 'legal_hold.row_id')
        .onRef('deletion_warrant_person.school_id', '=', 'legal_hold.school_id')
        .on('deletion_warrant_person.kept_back', '=', 0),
    )
    .innerJoin('deletion_warrant', (join) =>
      join
        .onRef('deletion_warrant.id', '=', 'deletion_warrant_person.warrant_id')
        .onRef('deletion_warrant.school_id', '=', 'legal_hold.school_id')
        .onRef('deletion_warrant.executed_at', '>', 'legal_hold.placed_at'),
    )
    .where('legal_hold.table_name', '=', 'person')
    .where((is) =>
      is.or([
        is('legal_hold.released_at', 'is', null),
        is('legal_hold.released_at', '>', is.ref('deletion_warrant.executed_at')),
      ]),
    )
    .select((is) => is.fn.countAll<number | string>().as('broken'))
    .executeTakeFirstOrThrow();
  return Number(broken);
}
