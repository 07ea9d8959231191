import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Role } from '../../platform/access/roles.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { holds, type Actor } from '../../platform/access/access.ts';
import type { Control, Evidence } from '../module.ts';
import { holdersOf } from '../people/index.ts';
import { termOf } from './incident.ts';
import { mayReadFlowchart } from './policy.ts';
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

function noData(figure: string): Evidence {
  return { state: 'no-data', kind: 'measured', figure, latest: undefined, href: HREF };
}

function latestOf(texts: readonly string[]): Temporal.Instant | undefined {
  const instants = texts.map((text) => Temporal.Instant.from(text)).sort((a, b) => Temporal.Instant.compare(a, b));
  return instants.at(-1);
}

async function logColumnsFilled(db: ReadHandle): Promise<Evidence> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', counted)
    .select(['id', 'state', 'details', 'confirmed_by', 'device', 'place', 'reported_at'])
    .execute();
  if (rows.length === 0) return noData('No incident yet. Each has all six columns of the policy.');
  const acted = new Set(
    (
      await incidentTables
        .read(db)
        .select('incident_entry')
        .where('kind', 'in', ['action', 'made-safe'])
        .select('incident_id')
        .distinct()
        .execute()
    ).map((row) => row.incident_id),
  );
  const open = rows.filter((row) => row.confirmed_by === null || !acted.has(row.id));
  const wrong = open.filter((row) => row.state === 'closed');
  return {
    state: wrong.length === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(rows.length, 'incident')} with all six columns, ${String(open.length)} with some still to fill in`,
    latest: latestOf(rows.map((row) => row.reported_at)),
    href: HREF,
  };
}

async function logKept(db: ReadHandle): Promise<Evidence> {
  const all = await incidentTables.read(db).select('incident').select(['id', 'version', 'number', 'sphere']).execute();
  const incidents = all.filter((each) => each.sphere === counted);
  if (incidents.length === 0) return noData('No incident yet. Entries cannot be removed or written over.');
  const ids = new Set(incidents.map((each) => each.id));
  const entries = (
    await incidentTables.read(db).select('incident_entry').select(['incident_id', 'version', 'kind', 'at']).execute()
  ).filter((entry) => ids.has(entry.incident_id));
  // Each change of an incident counts its version up and leaves one entry with that version: a missing one is a hole.
  const versions = new Map<string, Set<number>>();
  for (const entry of entries) {
    const seen = versions.get(entry.incident_id) ?? new Set<number>();
    versions.set(entry.incident_id, seen.add(entry.version));
  }
  const holes = incidents.filter((each) => versions.get(each.id)?.size !== each.version).length;
  // A number that is missing is missing whatever the incident was about; this counts no incident that is there.
  const lost = Math.max(...all.map((each) => each.number)) - all.length;
  const corrections = entries.filter((entry) => entry.kind === 'correction').length;
  return {
    state: holes === 0 && lost === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure:
      holes === 0 && lost === 0
        ? `${formatPlural(entries.length, 'entry', 'entries')}, none missing, ${formatPlural(corrections, 'correction')}`
        : `${formatPlural(holes + lost, 'incident')} with entries missing`,
    latest: latestOf(entries.map((entry) => entry.at)),
    href: HREF,
  };
}

async function workflowFollowed(db: ReadHandle): Promise<Evidence> {
  const steps = await incidentTables
    .read(db)
    .select('incident_entry')
    .whereRef('from_state', '!=', 'to_state')
    .where('incident_id', 'in', (is) =>
      is.selectFrom('incident').select('incident.id').where('incident.sphere', '=', counted),
    )
    .select(['incident_id', 'from_state', 'to_state', 'at'])
    .orderBy('incident_id')
    .orderBy('version')
    .execute();
  if (steps.length === 0) return { ...noData('No step taken yet'), href: '/incidents/flowchart' };
  const isMove = (from: string, to: string): boolean =>
    moves.some((row) => row.to === to && states.some((state) => state === from && row.from.includes(state)));
  const beside = steps.filter((step) => !isMove(step.from_state, step.to_state)).length;
  return {
    state: beside === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure: `${formatPlural(steps.length, 'step')} taken, ${String(beside)} beside the workflow`,
    latest: latestOf(steps.map((step) => step.at)),
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
  if (rows.length === 0) return noData('No concern logged yet');
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
    latest: latestOf(rows.map((row) => row.latest)),
    href: HREF,
  };
}

async function someoneHolds(db: ReadHandle, posts: readonly Role[], now: Temporal.Instant): Promise<boolean> {
  for (const post of posts) if ((await holdersOf(db, post, now)).length > 0) return true;
  return false;
}

async function patternsCounted(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const term = termOf(schoolDay(now));
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('sphere', '=', counted)
    .select(['category', 'happened_on', 'reported_at'])
    .execute();
  if (rows.length === 0) return noData('No incident yet to count');
  const inTerm = rows.filter((row) => row.happened_on >= term.from && row.happened_on <= term.to);
  const counts = new Map<string, number>();
  for (const row of inTerm) counts.set(row.category, (counts.get(row.category) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1])[0];
  return {
    state: 'met',
    kind: 'measured',
    // A kind with fewer than five is not named: this line is read by people who may see no incident.
    figure:
      most === undefined || most[1] < 5
        ? `${formatPlural(inTerm.length, 'incident')} this term, counted by kind and week`
        : `${formatPlural(inTerm.length, 'incident')} this term, most often: ${categories.label(most[0]).toLowerCase()}`,
    latest: latestOf(rows.map((row) => row.reported_at)),
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
    title: 'Incident log has the columns of the policy',
    ...ofTheLog,
    evidence: logColumnsFilled,
  },
  { code: 'incident-log-kept', title: 'Incident log keeps every entry', ...ofTheLog, evidence: logKept },
  {
    code: 'incident-workflow',
    title: 'Incidents follow the flowchart',
    opens: (actor) => mayReadFlowchart(actor).allowed,
    openedBy: 'Those who work here',
    evidence: workflowFollowed,
  },
  {
    code: 'incident-reported-to-dsl',
    title: 'Concerns reach the safeguarding lead at once',
    onHome: (actor) => holds(actor, 'dsl', 'deputy-dsl', 'head', 'lead', 'governor', 'chair'),
    ...ofTheLog,
    evidence: reportedToDsl,
  },
  {
    code: 'incident-patterns',
    title: 'Incidents are counted by kind and time',
    ...ofTheLog,
    evidence: patternsCounted,
  },
];
