import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import type { DueRecord, RetentionClass } from '../module.ts';
import { filteringTables } from './tables.ts';

/** Which decisions about the filter, and which sign-ins at the gate, are past their time. */

const LOG_YEARS = 6;
const SESSION_YEARS = 1;

type Due = NonNullable<RetentionClass['due']>;

const dayOf = (instant: string): Temporal.PlainDate =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate();
const before = (today: Temporal.PlainDate, years: number): string =>
  `${today.subtract({ years }).toString()}T00:00:00.000Z`;

/** Requests that were decided, and rules that have ended, six years after the decision. What is still in force is never due. */
const dueFilterLog: Due = async (db, { today, most }) => {
  const t = filteringTables.read(db);
  const requests = await t
    .select('filter_request')
    .where('decided_at', '<', before(today, LOG_YEARS))
    .select(['id', 'decided_at', 'asked_by', 'rule_id'])
    .orderBy('decided_at')
    .limit(most)
    .execute();
  const rules = await t
    .select('filter_rule')
    .where('decided_at', '<', before(today, LOG_YEARS))
    .where((is) => is.or([is('ended_at', 'is not', null), is('until_at', '<', before(today, 0))]))
    .select(['id', 'decided_at', 'asked_by'])
    .orderBy('decided_at')
    .limit(most)
    .execute();
  const lines = [
    ...requests.map((row) => ({ row, table: 'filter_request', kind: 'Request to change the filter' })),
    ...rules.map((row) => ({ row, table: 'filter_rule', kind: 'Block or opening' })),
  ];
  return lines
    .map(({ row, table, kind }): DueRecord => {
      const decided = dayOf(row.decided_at ?? `${today.toString()}T00:00:00Z`);
      return {
        table,
        id: row.id,
        parts: [],
        people: row.asked_by === null ? [] : [row.asked_by],
        dueOn: decided.add({ years: LOG_YEARS }),
        what: `${kind}, decided on ${decided.toString()}`,
        mayOpen: () => true,
      };
    })
    .toSorted((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn))
    .slice(0, most);
};

const dueGateSessions: Due = async (db, { today, most }) => {
  const rows = await filteringTables
    .read(db)
    .select('gate_session')
    .where('ends_at', '<', before(today, SESSION_YEARS))
    .select(['id', 'person_id', 'ends_at'])
    .orderBy('ends_at')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    table: 'gate_session',
    id: row.id,
    parts: [],
    people: [row.person_id],
    dueOn: dayOf(row.ends_at).add({ years: SESSION_YEARS }),
    what: `Sign-in at the gate on ${dayOf(row.ends_at).toString()}`,
    mayOpen: () => true,
  }));
};

/** How long what this module keeps is kept. */
export const filteringRetention: readonly RetentionClass[] = [
  {
    code: 'filter-change-log',
    what: 'Requests to change filtering, blocks and openings, with who signed',
    keptFor: 'Six years',
    from: 'the day of the decision',
    signedBy: 'Headteacher',
    source: 'Our choice: the change log of the policy (s1-071) as long as other records of decisions',
    due: dueFilterLog,
    signers: [['head']],
  },
  {
    code: 'gate-sessions',
    what: 'Who signed in at the gate, where and when',
    keptFor: 'One year',
    from: 'the end of the session',
    signedBy: 'Online-safety lead, or headteacher',
    source: 'Our choice: as long as visits are kept, which it says who made',
    due: dueGateSessions,
    signers: [['lead', 'head']],
  },
];
