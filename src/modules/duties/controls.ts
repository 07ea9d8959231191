import { holds } from '../../platform/access/access.ts';
import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { formatDate } from '../../platform/views/format.ts';
import { nothingYet, notRecorded } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { declaredDuties } from './declared/index.ts';
import { dutyOf } from './declared/index.ts';
import type { DutyParts } from './duty-parts.ts';
import { howTheyStand, type DutyStanding } from './how-they-stand.ts';
import { measures, observed, type Whole } from './measures.ts';
import type { Occurrence } from './occurrence.ts';
import { beginningOf, nextPeriodOf } from './store.ts';
import { periodWords } from './words.ts';

/**
 * Each duty is a control. It is met when the newest period that has been closed was done and none is overdue; SELF-REPORTED when somebody said so, MEASURED only
 * where a part of the program saw it and what it saw is still there.
 */
export function dutyControls(parts: Pick<DutyParts, 'settings' | 'whole'>): readonly Control[] {
  // Every duty has a control, and a page of the policy asks them all.
  const standings = readOnce((db, now: Temporal.Instant) => howTheyStand(db, parts.settings, now));
  return declaredDuties.map((shape): Control => ({
    code: `duty-${shape.code}`,
    kind: 'duty',
    title: shape.title,
    makesTrue: `${shape.does} As delivered it falls due ${periodWords[shape.period].toLowerCase()}${shape.ours ? ' (our proposal)' : ''}; whoever has it is reminded, and what was done is kept.`,
    effect: 'evidenced',
    opens: (actor) =>
      holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl', 'governor', 'chair', 'vice-chair') ||
      holdsRole(actor, shape.owner),
    openedBy: 'The headteacher, the safeguarding leads, the online-safety lead, governors and whoever has this duty',
    evidence: async (db, { now }) => {
      const standing = (await standings(db, now)).find((one) => one.duty.shape.code === shape.code);
      if (standing === undefined) throw new Error(`no duty is called ${shape.code}`);
      return evidenceOf(parts, db, standing, now);
    },
  }));
}

function holdsRole(actor: Parameters<Control['opens']>[0], post: string): boolean {
  return actor.kind === 'person' && [...actor.roles].some((role) => role === post);
}

const begun = readOnce(beginningOf);

async function evidenceOf(
  parts: Whole,
  db: ReadHandle,
  standing: DutyStanding,
  now: Temporal.Instant,
): Promise<Evidence> {
  const { duty, open, latest } = standing;
  const href = `/duties/${duty.shape.code}`;
  if (!duty.applies) {
    const at = duty.own === undefined ? undefined : Temporal.Instant.from(duty.own.set_at);
    return {
      state: 'no-data',
      kind: 'self-reported',
      figure: 'The school says that this does not apply to it',
      latest: at,
      href,
    };
  }
  const done = latest?.state === 'done' ? await kindOfDone(parts, db, latest, now) : undefined;
  const overdue = standing.state === 'overdue' ? open[0] : undefined;
  if (overdue !== undefined) {
    const figure = `Overdue since ${formatDate(overdue.due)}${latest?.doneDay === undefined ? '' : `, last done on ${formatDate(latest.doneDay)}`}`;
    return {
      state: 'not-met',
      kind: latest === undefined ? 'not-covered' : 'out-of-date',
      figure,
      latest: latest?.closedAt,
      href,
    };
  }
  if (latest === undefined) {
    if ((await begun(db)) === undefined) return notRecorded('Duties are not looked after yet', href);
    return nothingYet(
      open[0] === undefined ? 'It has not fallen due yet' : `First due on ${formatDate(open[0].due)}`,
      href,
    );
  }
  if (done === undefined) {
    const figure = `Waived for the period to ${formatDate(latest.to)}`;
    return { state: 'no-data', kind: 'out-of-date', figure, latest: latest.closedAt, href };
  }
  const on = latest.doneDay === undefined ? '' : ` on ${formatDate(latest.doneDay)}`;
  const late = latest.daysLate > 0 ? ', late' : '';
  return {
    state: done.kind === 'out-of-date' ? 'not-met' : 'met',
    kind: done.kind,
    figure: `Done${on}${late}: ${done.how}`,
    latest: done.at ?? latest.closedAt,
    href,
  };
}

/** What a closed period rests on today: what was measured is looked for again, and without it the control is OUT OF DATE. */
async function kindOfDone(
  parts: Whole,
  db: ReadHandle,
  latest: Occurrence,
  now: Temporal.Instant,
): Promise<{ kind: 'measured' | 'self-reported' | 'out-of-date'; how: string; at?: Temporal.Instant }> {
  const measure = dutyOf(latest.duty)?.evidence.measure;
  if (latest.way === 'measured') {
    if (measure === undefined) return { kind: 'out-of-date', how: 'what measured it is not there any more' };
    const next = await nextPeriodOf(db, latest);
    const seen = await observed(db, measure, { from: latest.from, to: latest.to, next }, now, parts);
    const { observer } = measures[measure];
    return seen === undefined
      ? { kind: 'out-of-date', how: `what ${observer} saw is not there any more` }
      : { kind: 'measured', how: `${seen.figure}, seen by ${observer}`, at: seen.at };
  }
  if (latest.way === 'register') return { kind: 'self-reported', how: `an entry in a register` };
  return { kind: 'self-reported', how: latest.way === 'file' ? 'written down, with a file' : 'written down' };
}
