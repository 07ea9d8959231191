import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Role } from '../../platform/access/roles.ts';
import { instantOrNone, schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { holds, type Actor } from '../../platform/access/access.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { holdersOf } from '../people/index.ts';
import { mayReadFlowchart } from './policy.ts';
import { termOf } from './sign-off.ts';
import { incidentTables } from './store.ts';
import { moves } from './workflow.ts';
import { states } from './workflow-words.ts';
import { categories } from './words.ts';

/**
 * What the incident log can show for the clauses that name it. All of it is measured on the records; none is green without records.
 * These figures are read by more people than may open a case, so they count only what is about children: one more in a number, or a later
 * "latest", would tell that there is a case about an adult of the school.
 */
const HREF = '/incidents';

/** The incidents that figures count. */
const counted = 'general';

async function logColumnsFilled(db: ReadHandle): Promise<Evidence> {
  const all = incidentTables.read(db).select('incident').where('sphere', '=', counted);
  const { incidents, latest } = await all
    .select((is) => [is.fn.countAll<number>().as('incidents'), is.fn.max('reported_at').as('latest')])
    .executeTakeFirstOrThrow();
  if (incidents === 0) return nothingYet('No incident yet. Each has all six columns of the policy.', HREF);
  // Who confirmed it and what was done are the two columns that are filled in later than the report.
  const unfilled = await all
    .where((is) =>
      is.or([
        is('confirmed_by', 'is', null),
        is.not(
          is.exists(
            is
              .selectFrom('incident_entry')
              .select('incident_entry.id')
              .whereRef('incident_entry.school_id', '=', 'incident.school_id')
              .whereRef('incident_entry.incident_id', '=', 'incident.id')
              .where('incident_entry.kind', 'in', ['action', 'made-safe']),
          ),
        ),
      ]),
    )
    .select((is) => ['state', is.fn.countAll<number>().as('incidents')])
    .groupBy('state')
    .execute();
  const open = unfilled.reduce((sum, row) => sum + row.incidents, 0);
  return {
    state: unfilled.every((row) => row.state !== 'closed') ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(incidents, 'incident')} with all six columns, ${String(open)} with some still to fill in`,
    latest: instantOrNone(latest),
    href: HREF,
  };
}

async function logKept(db: ReadHandle): Promise<Evidence> {
  const read = incidentTables.read(db);
  const kinds = await read
    .select('incident_entry')
    .where('incident_id', 'in', (is) =>
      is.selectFrom('incident').select('incident.id').where('incident.sphere', '=', counted),
    )
    .select((is) => ['kind', is.fn.countAll<number>().as('entries'), is.fn.max('at').as('latest')])
    .groupBy('kind')
    .execute();
  if (kinds.length === 0) return nothingYet('No incident yet. Entries cannot be removed or written over.', HREF);
  // Each change of an incident counts its version up and leaves one entry with that version: a missing one is a hole.
  const { holes } = await read
    .select('incident')
    .where('sphere', '=', counted)
    .where((is) =>
      is(
        'incident.version',
        '!=',
        is
          .selectFrom('incident_entry')
          .select((entry) => entry.fn.count<number>('incident_entry.version').distinct().as('versions'))
          .whereRef('incident_entry.school_id', '=', 'incident.school_id')
          .whereRef('incident_entry.incident_id', '=', 'incident.id'),
      ),
    )
    .select((is) => is.fn.countAll<number>().as('holes'))
    .executeTakeFirstOrThrow();
  // A number that is missing is missing whatever the incident was about; this counts no incident that is there.
  const numbers = await read
    .select('incident')
    .select((is) => [is.fn.max('number').as('highest'), is.fn.countAll<number>().as('incidents')])
    .executeTakeFirstOrThrow();
  const gone = holes + numbers.highest - numbers.incidents;
  const entries = kinds.reduce((sum, row) => sum + row.entries, 0);
  const corrections = kinds.find((row) => row.kind === 'correction')?.entries ?? 0;
  return {
    state: gone === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure:
      gone === 0
        ? `${formatPlural(entries, 'entry', 'entries')}, none missing, ${formatPlural(corrections, 'correction')}`
        : `${formatPlural(gone, 'incident')} with entries missing`,
    latest: latestOf(kinds),
    href: HREF,
  };
}

/** The latest of several groups, each with its own. */
function latestOf(groups: readonly { readonly latest: string }[]): Temporal.Instant | undefined {
  return groups
    .map(({ latest }) => Temporal.Instant.from(latest))
    .sort((a, b) => Temporal.Instant.compare(a, b))
    .at(-1);
}

async function workflowFollowed(db: ReadHandle): Promise<Evidence> {
  const steps = await incidentTables
    .read(db)
    .select('incident_entry')
    .whereRef('from_state', '!=', 'to_state')
    .where('incident_id', 'in', (is) =>
      is.selectFrom('incident').select('incident.id').where('incident.sphere', '=', counted),
    )
    .select((is) => ['from_state', 'to_state', is.fn.countAll<number>().as('taken'), is.fn.max('at').as('latest')])
    .groupBy(['from_state', 'to_state'])
    .execute();
  if (steps.length === 0) return nothingYet('No step taken yet', '/incidents/flowchart');
  const isMove = (from: string, to: string): boolean =>
    moves.some((row) => row.to === to && states.some((state) => state === from && row.from.includes(state)));
  const count = (some: typeof steps): number => some.reduce((sum, step) => sum + step.taken, 0);
  const beside = count(steps.filter((step) => !isMove(step.from_state, step.to_state)));
  return {
    state: beside === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(count(steps), 'step')} taken, ${String(beside)} beside the workflow`,
    latest: latestOf(steps),
    href: '/incidents/flowchart',
  };
}

async function reportedToDsl(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', counted)
    .select((is) => ['state', is.fn.countAll<number | string>().as('concerns'), is.fn.max('reported_at').as('latest')])
    .groupBy('state')
    .execute();
  if (rows.length === 0) return nothingYet('No concern logged yet', HREF);
  const count = (some: typeof rows): number => some.reduce((sum, row) => sum + Number(row.concerns), 0);
  const concerns = formatPlural(count(rows), 'concern');
  const waiting = count(rows.filter((row) => row.state === 'make-safe' || row.state === 'classify'));
  const isHeld = await someoneHolds(db, ['dsl', 'deputy-dsl', 'head'], now);
  return {
    state: isHeld ? 'met' : 'not-met',
    kind: 'measured',
    figure: isHeld
      ? `${concerns} put before those who answer for them at once, ${String(waiting)} still to be classified`
      : `${concerns}, and nobody holds the post of safeguarding lead or head`,
    latest: latestOf(rows),
    href: HREF,
  };
}

async function someoneHolds(db: ReadHandle, posts: readonly Role[], now: Temporal.Instant): Promise<boolean> {
  for (const post of posts) if ((await holdersOf(db, post, now)).length > 0) return true;
  return false;
}

async function patternsCounted(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const term = await termOf(db, schoolDay(now));
  const all = incidentTables.read(db).select('incident').where('sphere', '=', counted);
  const { latest } = await all.select((is) => is.fn.max('reported_at').as('latest')).executeTakeFirstOrThrow();
  const kinds = await all
    .where('happened_on', '>=', term.from)
    .where('happened_on', '<=', term.to)
    .select((is) => ['category', is.fn.countAll<number>().as('incidents')])
    .groupBy('category')
    .execute();
  const seen = instantOrNone(latest);
  if (seen === undefined) return nothingYet('No incident yet to count', HREF);
  const inTerm = kinds.reduce((sum, row) => sum + row.incidents, 0);
  if (inTerm === 0) return nothingYet('No incident this term to count', HREF);
  const most = kinds.sort((a, b) => b.incidents - a.incidents)[0];
  return {
    state: 'met',
    kind: 'measured',
    // A kind with fewer than five is not named: this line is read by people who may see no incident.
    figure:
      most === undefined || most.incidents < 5
        ? `${formatPlural(inTerm, 'incident')} this term, counted by kind and week`
        : `${formatPlural(inTerm, 'incident')} this term, most often: ${categories.label(most.category).toLowerCase()}`,
    latest: seen,
    href: HREF,
  };
}

/** Those who may open what these figures count; the chair and others have a log too, of cases that no figure counts. */
const ofTheLog = {
  opens: (actor: Actor) => holds(actor, 'dsl', 'deputy-dsl', 'head', 'lead'),
  openedBy: 'The safeguarding lead and the headteacher',
} as const;

export const incidentControls: readonly Control[] = [
  {
    code: 'incident-log-columns',
    kind: 'register',
    makesTrue: 'Each entry has all the columns the policy names; those still to be filled in are counted.',
    effect: 'evidenced',
    title: 'Incident log has the columns of the policy',
    ...ofTheLog,
    evidence: logColumnsFilled,
  },
  {
    code: 'incident-log-kept',
    kind: 'register',
    makesTrue: 'Entries in the log cannot be removed or overwritten, and a correction is a new entry.',
    effect: 'enforced',
    title: 'Incident log keeps every entry',
    ...ofTheLog,
    evidence: logKept,
  },
  {
    code: 'incident-workflow',
    kind: 'workflow',
    makesTrue: 'Each incident moves only along the steps of the workflow, and every step taken is in its chronology.',
    effect: 'enforced',
    title: 'Incidents follow the flowchart',
    opens: (actor) => mayReadFlowchart(actor).allowed,
    openedBy: 'Those who work here',
    evidence: workflowFollowed,
  },
  {
    code: 'incident-reported-to-dsl',
    kind: 'workflow',
    makesTrue: 'Each concern logged is put before the safeguarding lead or headteacher the moment it is saved.',
    effect: 'enforced',
    title: 'Concerns reach the safeguarding lead at once',
    onHome: (actor) => holds(actor, 'dsl', 'deputy-dsl', 'head', 'lead', 'governor', 'chair'),
    ...ofTheLog,
    evidence: reportedToDsl,
  },
  {
    code: 'incident-patterns',
    kind: 'report',
    makesTrue: 'Entries in the log are counted by kind and over time.',
    effect: 'evidenced',
    title: 'Incidents are counted by kind and time',
    ...ofTheLog,
    evidence: patternsCounted,
  },
];
