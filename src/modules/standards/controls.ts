import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { answersTo, isAnswered, isStale } from './answers.ts';
import { mayReadStandards } from './policy.ts';
import { schoolYearOf, schoolYearLabel } from '../school/index.ts';
import { allReviews } from './review/store.ts';
import { pendingTriggers } from './review/triggers.ts';
import { standards } from './standard-files.ts';

/** What reviews and self-reviews show. What four people signed is their word; whether a review was opened and finished in time the program sees. */

const REVIEWS = '/standards/review';
const SELF_REVIEW = '360-degree-safe';

const readers = {
  opens: (actor) => mayReadStandards(actor).allowed,
  openedBy: 'Those who answer for online safety, IT support and governors',
} satisfies Pick<Control, 'opens' | 'openedBy'>;

export const standardControls: readonly Control[] = [
  {
    code: 'filtering-review',
    kind: 'report',
    title: 'Filtering and monitoring are reviewed each school year',
    makesTrue:
      'The senior leader, the safeguarding lead, IT support and the governor have signed one and the same review of filtering and monitoring this school year or in the last.',
    effect: 'evidenced',
    ...readers,
    evidence: reviewedThisYear,
  },
  {
    code: 'out-of-cycle-reviews',
    kind: 'risk-assessment',
    title: 'New technology and serious incidents lead to a review',
    makesTrue:
      'A review opens by itself when an AI tool or a new kind of device is recorded, the network of the filter is changed, or a serious incident is closed; each is finished by its day.',
    effect: 'evidenced',
    ...readers,
    evidence: outOfCycle,
  },
  {
    code: 'self-review',
    kind: 'report',
    title: 'The school has reviewed its own online safety',
    makesTrue: 'For each of the 21 aspects somebody has chosen a level and said why, not longer than a year ago.',
    effect: 'evidenced',
    ...readers,
    evidence: selfReviewed,
  },
];

async function reviewedThisYear(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const year = schoolYearOf(schoolDay(now));
  const yearly = (await allReviews(db)).filter(({ kind, state }) => kind === 'yearly' && state !== 'withdrawn');
  const newest = yearly.find(({ state }) => state === 'finished');
  const running = yearly.find((one) => one.year === year && one.state !== 'finished');
  const going = running === undefined ? '' : `; that of ${schoolYearLabel(year)} is being worked on`;
  if (newest === undefined) {
    return {
      state: running === undefined ? 'no-data' : 'not-met',
      kind: 'self-reported',
      figure: running === undefined ? 'No review yet' : `The review of ${schoolYearLabel(year)} is not finished yet`,
      latest: running?.openedAt,
      href: REVIEWS,
    };
  }
  const late = newest.year < year - 1;
  return {
    state: late ? 'not-met' : 'met',
    kind: late ? 'out-of-date' : 'self-reported',
    figure: `Review of ${schoolYearLabel(newest.year)} signed in all four capacities${newest.finishedAt === null ? '' : ` on ${formatDate(newest.finishedAt)}`}${going}`,
    latest: newest.finishedAt ?? newest.openedAt,
    href: REVIEWS,
  };
}

async function outOfCycle(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const today = schoolDay(now);
  const all = (await allReviews(db)).filter(({ kind, state }) => kind === 'out-of-cycle' && state !== 'withdrawn');
  const waiting = (await pendingTriggers(db)).length;
  const late = all.filter(
    ({ state, due, finishedAt }) =>
      Temporal.PlainDate.compare(finishedAt === null ? today : schoolDay(finishedAt), due) > 0 && state !== 'finished',
  ).length;
  const open = all.filter(({ state }) => state !== 'finished').length;
  if (all.length === 0 && waiting === 0) return nothingYet('Nothing has called for one so far', REVIEWS);
  const figure = [
    `${formatPlural(all.length, 'review')} out of turn, ${String(open)} open`,
    ...(late === 0 ? [] : [`${String(late)} past its day`]),
    ...(waiting === 0 ? [] : [`${String(waiting)} still to be opened`]),
  ].join(', ');
  return {
    state: late === 0 ? 'met' : 'not-met',
    kind: 'measured',
    figure,
    latest: all[0]?.openedAt ?? now,
    href: REVIEWS,
  };
}

async function selfReviewed(db: ReadHandle, { now }: { now: Temporal.Instant }): Promise<Evidence> {
  const href = `/standards/${SELF_REVIEW}`;
  const standard = standards().get(SELF_REVIEW)?.current;
  const answers = await answersTo(db, SELF_REVIEW);
  const newest = (standard?.requirements ?? []).map((aspect) => ({ aspect, given: answers.get(aspect.id)?.[0] }));
  const given = newest.flatMap((one) => one.given ?? []).sort((a, b) => Temporal.Instant.compare(b.at, a.at));
  const [latest] = given;
  if (latest === undefined) {
    return { state: 'no-data', kind: 'self-reported', figure: 'No aspect has a level yet', latest: undefined, href };
  }
  const yearAgo = now.subtract({ hours: 366 * 24 });
  const answered = newest.filter(({ aspect, given: one }) => isAnswered(one, aspect));
  const fresh = answered.filter(
    ({ given: one }) => one !== undefined && Temporal.Instant.compare(one.at, yearAgo) >= 0,
  );
  const stale = newest.filter(({ aspect, given: one }) => one !== undefined && isStale(one, aspect)).length;
  const old = Temporal.Instant.compare(latest.at, yearAgo) < 0;
  return {
    state: fresh.length === newest.length ? 'met' : 'not-met',
    kind: old ? 'out-of-date' : 'self-reported',
    figure: `${String(fresh.length)} of ${formatPlural(newest.length, 'aspect')} with a level and why in the last year${stale === 0 ? '' : `, ${String(stale)} answered for an earlier edition`}`,
    latest: latest.at,
    href,
  };
}
