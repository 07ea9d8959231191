import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { instantOrNone } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Evidence } from '../module.ts';
import { HREF, type FilteringControl, type WhileInForce } from './in-force-evidence.ts';
import { latestRules, rulesNotOver } from './records/rules.ts';
import { filteringTables, stamp } from './tables.ts';

/** What the log of filter decisions shows for the clauses about who decides what is open. */

/** An emergency block may wait for its signature for so many days: three, ours. */
const SIGN_DAYS = 3;

/** The newest decisions, whose reasons are opened: they are sealed, and counted one by one. */
const CHANGES_LOOKED_AT = 100;

const REQUESTS = '/filtering/requests';

async function changesLogged(db: ReadHandle): Promise<Evidence> {
  const { rules, latest } = await filteringTables
    .read(db)
    .select('filter_rule')
    .select((is) => [is.fn.countAll<number | string>().as('rules'), is.fn.max('decided_at').as('latest')])
    .executeTakeFirstOrThrow();
  if (Number(rules) === 0) return nothingYet('No change to filtering was made yet', HREF);
  const looked = await latestRules(db, CHANGES_LOOKED_AT);
  const without = looked.filter(({ reason, decidedBy }) => reason.trim() === '' || decidedBy === '');
  return {
    state: without.length === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(Number(rules), 'change')}; of the newest ${String(looked.length)} ${without.length === 0 ? 'each has' : `${String(without.length)} lack`} reason, day and name`,
    latest: instantOrNone(latest),
    href: HREF,
  };
}

async function changesApproved(db: ReadHandle): Promise<Evidence> {
  const decided = filteringTables.read(db).select('filter_request').where('decided_at', 'is not', null);
  const { all, latest } = await decided
    .select((is) => [is.fn.countAll<number | string>().as('all'), is.fn.max('decided_at').as('latest')])
    .executeTakeFirstOrThrow();
  if (Number(all) === 0) return nothingYet('No request to change filtering was decided yet', REQUESTS);
  const { early } = await decided
    .where((is) => is.or([is('decided_by', 'is', null), is('actioned_at', '<', is.ref('decided_at'))]))
    .select((is) => is.fn.countAll<number | string>().as('early'))
    .executeTakeFirstOrThrow();
  return {
    state: Number(early) === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(Number(all), 'request')} decided, ${Number(early) === 0 ? 'none' : String(early)} carried out before`,
    latest: instantOrNone(latest),
    href: REQUESTS,
  };
}

async function blocksSigned(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const emergencies = filteringTables.read(db).select('filter_rule').where('emergency', '=', 1);
  const { all, latest } = await emergencies
    .select((is) => [is.fn.countAll<number | string>().as('all'), is.fn.max('decided_at').as('latest')])
    .executeTakeFirstOrThrow();
  if (Number(all) === 0) return nothingYet('No emergency block yet', HREF);
  const { waiting } = await emergencies
    .where('signed_at', 'is', null)
    .where('decided_at', '<', stamp(now.subtract({ hours: SIGN_DAYS * 24 })))
    .select((is) => is.fn.countAll<number | string>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    state: Number(waiting) === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(Number(all), 'emergency block')}, ${Number(waiting) === 0 ? 'none' : String(waiting)} unsigned for more than three days`,
    latest: instantOrNone(latest),
    href: HREF,
  };
}

/** The controls about decisions. */
export function decisionControls(whileInForce: WhileInForce): readonly FilteringControl[] {
  return [
    {
      code: 'filter-change-log',
      kind: 'register',
      title: 'Every change to filtering is logged',
      makesTrue:
        'A site is opened or closed only by a decision that keeps its reason, day and name; the log cannot be altered.',
      effect: 'evidenced',
      evidence: changesLogged,
    },
    {
      code: 'filter-change-approved',
      kind: 'approval',
      title: 'A change to filtering needs the approval the policy names',
      makesTrue: 'A request is carried out when somebody whom the policy names has decided it, and not before.',
      effect: 'enforced',
      evidence: changesApproved,
    },
    {
      code: 'filter-blocks-signed',
      kind: 'approval',
      title: 'Emergency blocks are signed afterwards',
      makesTrue:
        'Whoever closes a site at once leaves a line for those who sign; unsigned ones stay on their home page.',
      effect: 'enforced',
      evidence: blocksSigned,
    },
    {
      code: 'approved-use-ends',
      kind: 'approval',
      title: 'Approved uses end by themselves',
      makesTrue: 'The rules in force carry the end of each opening, and the filter applies it by itself.',
      effect: 'enforced',
      evidence: whileInForce(async (db, { live }, now) => {
        const wanted = (await rulesNotOver(db, now)).filter(({ verdict }) => verdict === 'allow');
        if (wanted.length === 0) return { state: 'no-data', figure: 'The school keeps no site open.' };
        const carried = new Map(live.ruleset.allows.map(({ id, until }) => [id, until]));
        const wrong = wanted.filter(({ id, until }) => {
          const there = carried.get(id);
          return there !== undefined && there !== (until === null ? null : stamp(until));
        });
        const ending = wanted.filter(({ until }) => until !== null);
        return {
          state: wrong.length === 0 ? 'met' : 'not-met',
          figure: `${formatPlural(wanted.length, 'opening')}, ${String(ending.length)} with an end; the filter has ${wrong.length === 0 ? 'the same end for each' : `another end for ${String(wrong.length)}`}.`,
        };
      }),
    },
  ];
}
