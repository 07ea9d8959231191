import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';

import { holds, type Actor } from '../../platform/access/access.ts';
import { roleLabels } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { instantOrNone, schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet, notRecorded } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { holdersOf } from '../people/index.ts';
import { policySanctions } from '../policy/index.ts';
import { countEntries } from '../registers/index.ts';
import type { IncidentTables } from './rows.ts';
import { chairChecksLog } from './log-reviewers.ts';
import { recentTerms } from './sign-off.ts';
import { incidentTables } from './store.ts';

/**
 * What worked cases show for the clauses that ask for it. Each is one question: which incidents does the clause speak of, and which of them fall short?
 * As in controls.ts, only incidents about children are counted: these figures are read by more people than may open a case.
 */

const HREF = '/incidents';

type Where = (
  is: ExpressionBuilder<IncidentTables, 'incident'>,
) => ExpressionWrapper<IncidentTables, 'incident', SqlBool>;

interface CaseQuestion extends Pick<Control, 'code' | 'kind' | 'title' | 'makesTrue' | 'effect'> {
  /** The incidents that the clause speaks of. */
  readonly concerns: Where;
  /** Those of them that fall short. */
  readonly short: Where;
  /** What stands before the counts, for one and for several: "incident that may be illegal". */
  readonly one: string;
  readonly several: string;
  /** How many there must be, by another record of the school's; more there than here is short. */
  readonly atLeast?: { readonly count: (db: ReadHandle) => Promise<number>; readonly where: string };
  /** What those that fall short lack: "without a word on whom we told". */
  readonly lacks: string;
}

/** Whether the chronology has an entry of one of these kinds. */
function hasEntry(...kinds: readonly string[]): Where {
  return (is) =>
    is.exists(
      is
        .selectFrom('incident_entry')
        .select('incident_entry.id')
        .whereRef('incident_entry.school_id', '=', 'incident.school_id')
        .whereRef('incident_entry.incident_id', '=', 'incident.id')
        .where('incident_entry.kind', 'in', [...kinds]),
    );
}

const afterNotify = ['act', 'parents', 'sanction', 'review', 'close', 'closed'];
const afterParents = ['sanction', 'review', 'close', 'closed'];

const questions: readonly CaseQuestion[] = [
  {
    code: 'incident-illegal-branch',
    kind: 'workflow',
    title: 'What may be illegal goes to the head at once',
    makesTrue:
      'An incident classified as perhaps illegal tells the headteacher and the safeguarding lead that moment, takes no files, and goes on only when it is recorded whom the school told.',
    effect: 'enforced',
    concerns: (is) => is('branch', '=', 'illegal'),
    short: (is) => is.and([is('state', 'in', afterNotify), is.not(hasEntry('notified')(is))]),
    one: 'incident that may be illegal',
    several: 'incidents that may be illegal',
    lacks: 'went on without a word on whom we told',
  },
  {
    code: 'incident-referrals',
    kind: 'workflow',
    title: 'Referrals, and decisions not to refer, are written down',
    makesTrue: 'For each outside body that has to be thought of, the case holds the decision and its reason.',
    effect: 'evidenced',
    concerns: (is) => is.or([is('branch', '=', 'illegal'), hasEntry('referral')(is)]),
    short: (is) => is.and([is('state', 'in', afterNotify), is.not(hasEntry('referral')(is))]),
    one: 'incident in which outside bodies matter',
    several: 'incidents in which outside bodies matter',
    lacks: 'without a decision on them',
  },
  {
    code: 'incident-parents-told',
    kind: 'communication',
    title: 'Parents are told, or why not is written down',
    makesTrue: 'A case leaves the step “Parents” only when it is recorded that they know, or why they do not.',
    effect: 'evidenced',
    concerns: (is) => is.and([is('state', 'in', afterParents), is('branch', '!=', 'allegation')]),
    short: (is) => is('parents', 'is', null),
    one: 'incident past that step',
    several: 'incidents past that step',
    lacks: 'with nothing recorded about parents',
  },
  {
    code: 'incident-support-given',
    kind: 'workflow',
    title: 'Support for the child is recorded',
    makesTrue: 'The first step of each case asks whether everybody is safe and what support the child has.',
    effect: 'evidenced',
    concerns: (is) => is('state', '!=', 'make-safe'),
    short: (is) => is.and([is('state', '=', 'closed'), is('support', 'is', null)]),
    one: 'incident made safe',
    several: 'incidents made safe',
    lacks: 'closed with no support recorded',
  },
  {
    code: 'incident-intent',
    kind: 'register',
    title: 'Each incident says how bad it is and whether it was meant',
    makesTrue:
      'Each incident is classified (perhaps illegal, inappropriate, minor), and says whether it was accidental, careless or deliberate.',
    effect: 'evidenced',
    concerns: (is) => is('branch', 'is not', null),
    short: (is) => is.and([is('state', '=', 'closed'), is('intent', 'is', null)]),
    one: 'classified incident',
    several: 'classified incidents',
    lacks: 'closed without saying whether it was meant',
  },
  {
    code: 'incident-risk-areas',
    kind: 'register',
    title: 'Incidents are sorted by risk',
    makesTrue:
      'Each incident names its kind, and which of the four risks it belongs to: content, contact, conduct, commerce.',
    effect: 'evidenced',
    concerns: (is) => is('branch', 'is not', null),
    short: (is) =>
      is.and([is('state', '=', 'closed'), is.or([is('risk', 'is', null), is('category', '=', 'not-sure')])]),
    one: 'classified incident',
    several: 'classified incidents',
    lacks: 'closed without a risk',
  },
  {
    code: 'incident-off-site',
    kind: 'workflow',
    title: 'Incidents outside school are worked the same way',
    makesTrue: 'A concern may have happened anywhere and at any time; it takes the same steps as one in school.',
    effect: 'enforced',
    concerns: (is) => is('site', '=', 'off-site'),
    short: (is) => is.and([is('state', '=', 'closed'), is.not(hasEntry('action')(is))]),
    one: 'incident outside school',
    several: 'incidents outside school',
    lacks: 'closed with nothing done',
  },
  {
    code: 'incident-class-level',
    kind: 'workflow',
    title: 'Small incidents in class are dealt with and recorded',
    makesTrue: 'A minor incident takes a short way through the steps, and what was done is in its chronology.',
    effect: 'evidenced',
    concerns: (is) => is('branch', '=', 'minor'),
    short: (is) => is.and([is('state', '=', 'closed'), is.not(hasEntry('action', 'sanction')(is))]),
    one: 'minor incident',
    several: 'minor incidents',
    lacks: 'closed with nothing done',
  },
  {
    code: 'filter-faults-in-log',
    kind: 'register',
    title: 'Filter faults are in the incident log',
    makesTrue: 'A fault of the filter is an incident of its own kind, with what was done about it.',
    effect: 'evidenced',
    concerns: (is) => is('category', '=', 'filtering-fault'),
    short: (is) => is.and([is('state', '=', 'closed'), is.not(hasEntry('action')(is))]),
    one: 'filter fault',
    several: 'filter faults',
    lacks: 'closed with nothing done',
    atLeast: { count: (db) => countEntries(db, 'filter-faults'), where: 'the register of filter faults' },
  },
];

/** Smaller counts are not told, nor when the last was: whoever reads how the policy stands may know the children (roles.md, "small groups hidden"). */
const FEW = 5;

async function answer(db: ReadHandle, question: CaseQuestion, now: Temporal.Instant): Promise<Evidence> {
  const all = incidentTables.read(db).select('incident').where('sphere', '=', 'general').where(question.concerns);
  const { of, latest } = await all
    .select((is) => [is.fn.countAll<number | string>().as('of'), is.fn.max('reported_at').as('latest')])
    .executeTakeFirstOrThrow();
  const { atLeast } = question;
  const elsewhere = (await atLeast?.count(db)) ?? 0;
  if (atLeast !== undefined && elsewhere > Number(of)) {
    const figure = `${atLeast.where.charAt(0).toUpperCase()}${atLeast.where.slice(1)} has more entries than the log has ${question.several}`;
    return { state: 'not-met', kind: 'measured', figure, latest: now, href: HREF };
  }
  if (Number(of) === 0) return nothingYet(`No ${question.one} yet`, HREF);
  const { short } = await all
    .where(question.short)
    .select((is) => is.fn.countAll<number | string>().as('short'))
    .executeTakeFirstOrThrow();
  const isFew = Number(of) < FEW;
  const some = isFew ? 'some' : String(Number(short));
  return {
    state: Number(short) === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${isFew ? `Fewer than five ${question.several}` : formatPlural(Number(of), question.one, question.several)}, ${Number(short) === 0 ? 'none' : some} ${question.lacks}`,
    latest: isFew ? now : instantOrNone(latest),
    href: HREF,
  };
}

/** How long a task may wait before actions count as not done: two weeks, ours. */
const TASK_DAYS = 14;

async function actionsDone(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const tasks = incidentTables
    .read(db)
    .select('incident_task')
    .where('incident_id', 'in', (is) =>
      is.selectFrom('incident').select('incident.id').where('incident.sphere', '=', 'general'),
    );
  const { all, latest } = await tasks
    .select((is) => [is.fn.countAll<number | string>().as('all'), is.fn.max('asked_at').as('latest')])
    .executeTakeFirstOrThrow();
  if (Number(all) === 0) return nothingYet('No action was given to anybody yet', HREF);
  const { waiting } = await tasks
    .where('done_at', 'is', null)
    .where('asked_at', '<', now.subtract({ hours: TASK_DAYS * 24 }).toString())
    .select((is) => is.fn.countAll<number | string>().as('waiting'))
    .executeTakeFirstOrThrow();
  return {
    state: Number(waiting) === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(Number(all), 'action')} given, ${String(Number(waiting))} waiting for more than two weeks`,
    latest: instantOrNone(latest),
    href: HREF,
  };
}

/** Sanctions that were given, against those the policy names; `only` narrows them to one. */
function sanctionsGiven(only?: string) {
  return async (db: ReadHandle): Promise<Evidence> => {
    const rows = await incidentTables
      .read(db)
      .select('incident_sanction')
      .where('incident_id', 'in', (is) =>
        is.selectFrom('incident').select('incident.id').where('incident.sphere', '=', 'general'),
      )
      .select((is) => [
        'code',
        is.fn.countAll<number | string>().as('given'),
        is.fn.count<number | string>('until_at').as('ending'),
        is.fn.max('given_at').as('latest'),
      ])
      .groupBy('code')
      .execute();
    const looked = only === undefined ? rows : rows.filter(({ code }) => code === only);
    const given = looked.reduce((sum, row) => sum + Number(row.given), 0);
    if (given === 0)
      return nothingYet(
        only === undefined ? 'No sanction was given yet' : 'Internet was withdrawn from nobody yet',
        HREF,
      );
    const named = new Set((await policySanctions(db)).map(({ code }) => code));
    const short =
      only === undefined
        ? looked.filter(({ code }) => !named.has(code)).reduce((sum, row) => sum + Number(row.given), 0)
        : looked.reduce((sum, row) => sum + Number(row.given) - Number(row.ending), 0);
    return {
      state: short === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: `${formatPlural(given, 'sanction')} given, ${short === 0 ? 'none' : String(short)} ${only === undefined ? 'that the policy does not name' : 'without an end'}`,
      latest: looked
        .map(({ latest }) => Temporal.Instant.from(latest))
        .sort((a, b) => Temporal.Instant.compare(a, b))
        .at(-1),
      href: HREF,
    };
  };
}

/** A countersignature of governors is no check by those whom the policy names, unless it names the chair. */
async function logReviewed(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const chair = await chairChecksLog(db);
  const newest = await incidentTables
    .read(db)
    .select('incident_sign_off')
    .select(['term', 'signed_at'])
    .where((is) =>
      chair
        ? is.or([is('view_kind', '=', 'full'), is('signed_as', '=', roleLabels.chair)])
        : is('view_kind', '=', 'full'),
    )
    .orderBy('signed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) {
    return notRecorded('The log was never signed by those whom the policy names', '/incidents/sign-off');
  }
  const terms = await recentTerms(db, now);
  const [present, before] = terms;
  const current = newest.term === present?.code || newest.term === before?.code;
  const label = terms.find(({ code }) => code === newest.term)?.label ?? newest.term;
  return {
    state: current ? 'met' : 'not-met',
    kind: current ? 'measured' : 'out-of-date',
    figure: `Signed last for ${label}`,
    latest: Temporal.Instant.from(newest.signed_at),
    href: '/incidents/sign-off',
  };
}

/** Allegations pass everybody but the head, and one about the head everybody but the chair: that holds while somebody holds the two posts. No case is counted. */
async function allegationsReach(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const head = await holdersOf(db, 'head', now);
  const chair = await holdersOf(db, 'chair', now);
  const vacant = [...(head.length === 0 ? ['headteacher'] : []), ...(chair.length === 0 ? ['chair of governors'] : [])];
  return {
    state: vacant.length === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure:
      vacant.length === 0
        ? 'A headteacher and a chair of governors are named; nobody else opens such a case'
        : `Nobody holds the post of ${vacant.join(' or ')} on ${schoolDay(now).toString()}`,
    latest: now,
    href: '/people/roles',
  };
}

/** Those who may open what these figures count. */
const ofTheLog = {
  opens: (actor: Actor) => holds(actor, 'dsl', 'deputy-dsl', 'head', 'lead'),
  openedBy: 'The safeguarding lead and the headteacher',
} as const;

/** What worked cases show. */
export const caseControls: readonly Control[] = [
  ...questions.map(({ code, kind, title, makesTrue, effect, ...rest }) => ({
    code,
    kind,
    title,
    makesTrue,
    effect,
    ...ofTheLog,
    evidence: (db: ReadHandle, { now }: { now: Temporal.Instant }) =>
      answer(db, { code, kind, title, makesTrue, effect, ...rest }, now),
  })),
  {
    code: 'incident-actions',
    kind: 'workflow',
    title: 'Actions against repeats are given and done',
    makesTrue: 'What has to be done after an incident is given to a named person; what waits too long is counted.',
    effect: 'evidenced',
    ...ofTheLog,
    evidence: actionsDone,
  },
  {
    code: 'incident-sanctions',
    kind: 'sanction',
    title: 'Sanctions are the ones the policy names',
    makesTrue: 'A sanction is chosen from those the policy in force names, and each is recorded with who gave it.',
    effect: 'evidenced',
    ...ofTheLog,
    evidence: sanctionsGiven(),
  },
  {
    code: 'internet-withdrawn',
    kind: 'sanction',
    title: 'Withdrawn internet ends by itself',
    makesTrue: 'When internet is withdrawn the filter does it, until a time that is set at the start.',
    effect: 'evidenced',
    ...ofTheLog,
    evidence: sanctionsGiven('internet-removed'),
  },
  {
    code: 'incident-log-reviewed',
    kind: 'report',
    title: 'The incident log is checked and signed each term',
    makesTrue:
      'Whoever the policy names signs the log of a term as it stood on their screen; a governor countersigns a view without names.',
    effect: 'evidenced',
    opens: (actor) => holds(actor, 'dsl', 'deputy-dsl', 'head', 'governor', 'chair'),
    openedBy: 'The safeguarding lead, the headteacher and governors',
    evidence: logReviewed,
  },
  {
    code: 'staff-allegation-branch',
    kind: 'workflow',
    title: 'Allegations against staff reach the headteacher only',
    makesTrue:
      'A concern about an adult who works here is seen by the headteacher and one named deputy, one about the headteacher by the chair of governors, and by nobody else.',
    effect: 'enforced',
    opens: (actor) => holds(actor, 'head', 'lead', 'governor', 'chair'),
    openedBy: 'The headteacher',
    evidence: allegationsReach,
  },
];
