import { holds } from '../../platform/access/access.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { forceState } from '../filtering/index.ts';
import { nothingYet, notRecorded } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { eventsSince, followUps, gapsSince, newestEvent, visitsKnown } from './figures.ts';
import { latestReviews, openAlertCounts } from './lists.ts';
import { mayReview, maySeeCounts } from './policy.ts';

/** What makes clauses about monitoring true. Nothing here counts as measured unless the filter itself is heard. */

const WEEK = { hours: 7 * 24 };

/** How long an alert may stay open before the school is not keeping up: three days, ours. */
const STALE_AFTER = { hours: 3 * 24 };

/** A week and a day: the check is weekly, and a day late is not yet a breach. Ours. */
const REVIEW_WITHIN = { hours: 8 * 24 };

export interface Heard {
  readonly filter: Parameters<typeof forceState>[0];
  /** Epoch milliseconds since when the spool holds what is not taken in; undefined when all is. */
  readonly unreadSince: (positions: ReadonlyMap<string, number>) => number | undefined;
  readonly positions: (school: string) => Promise<ReadonlyMap<string, number>>;
}

/** Following up takes a second or two; later than this it did not happen. Ours. */
const FOLLOW_UP_WITHIN_S = 60;

/** Intake that has been behind for longer is not working. */
const BEHIND_AFTER_MS = 10_000;

/** s1-037: technicians keep a record of what people do. */
export function monitoringLogKept(heard: Heard): Control {
  return {
    code: 'monitoring-log-kept',
    kind: 'monitoring-rule',
    makesTrue: 'Visits and refusals that the filter reports are taken into the record once each, and gaps are shown.',
    effect: 'enforced',
    title: 'What people do online is recorded',
    onHome: (actor) => holds(actor, 'lead', 'dsl', 'deputy-dsl', 'technician'),
    opens: (actor) => maySeeCounts(actor).allowed,
    openedBy: 'The online-safety lead, the safeguarding leads and IT support',
    evidence: async (db, { now }): Promise<Evidence> => {
      const href = '/monitoring/counts';
      const newest = await newestEvent(db);
      const state = forceState(heard.filter);
      if (!state.alive) {
        return {
          state: 'no-data',
          kind: newest === undefined && state.heard === null ? 'not-covered' : 'out-of-date',
          figure: state.heard === null ? 'The filter has never been heard' : 'The filter is not running',
          latest: newest ?? state.heard ?? undefined,
          href,
        };
      }
      const unread = heard.unreadSince(await heard.positions(db.school));
      const isBehind = unread !== undefined && now.epochMilliseconds - unread > BEHIND_AFTER_MS;
      const gaps = (await gapsSince(db, now.subtract(WEEK))).reduce((sum, gap) => sum + gap.events, 0);
      const events = await eventsSince(db, now.subtract(WEEK));
      if (events === 0 && gaps === 0 && !isBehind) return nothingYet('Nothing was done online in seven days', href);
      const figure = [
        `${formatPlural(events, 'record')} in seven days`,
        gaps === 0 ? 'no gaps' : `${formatPlural(gaps, 'event')} missing`,
        ...(isBehind ? ['some not taken in yet'] : []),
      ].join(', ');
      return {
        state: gaps === 0 && !isBehind ? 'met' : 'not-met',
        kind: 'measured',
        figure,
        latest: newest ?? state.heard ?? undefined,
        href,
      };
    },
  };
}

/** s1-025: use of the network is checked at regular intervals, and misuse reaches the leads. */
export function monitoringReviewed(heard: Pick<Heard, 'filter'>): Control {
  return {
    code: 'monitoring-reviewed',
    kind: 'monitoring-rule',
    makesTrue: 'The safeguarding lead opens and settles alerts from the filter; open ones and their age are counted.',
    effect: 'evidenced',
    title: 'Alerts are settled and the week is reviewed',
    onHome: (actor) => holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head'),
    opens: (actor) => mayReview(actor).allowed,
    openedBy: 'The online-safety lead and the safeguarding leads',
    evidence: async (db, { now }): Promise<Evidence> => {
      const href = '/monitoring/review';
      const [review] = await latestReviews(db, 1);
      const latest = review === undefined ? undefined : Temporal.Instant.from(review.reviewed_at);
      const open = await openAlertCounts(db, undefined);
      const count = open.help + open.urgent + open.others;
      const isStale = open.oldest !== null && isOlder(open.oldest, now, STALE_AFTER);
      const alerts = `${formatPlural(count, 'alert')} open${isStale ? ', the oldest for more than three days' : ''}`;
      if (latest === undefined) {
        const silent = !forceState(heard.filter).alive && (await newestEvent(db)) === undefined;
        return {
          state: silent ? 'no-data' : 'not-met',
          kind: silent ? 'not-covered' : 'measured',
          figure: `${alerts}, no review recorded yet`,
          latest: undefined,
          href,
        };
      }
      if (isOlder(review?.reviewed_at ?? '', now, REVIEW_WITHIN)) {
        return {
          state: 'not-met',
          kind: 'out-of-date',
          figure: `${alerts}, the weekly review is overdue`,
          latest,
          href,
        };
      }
      if (!forceState(heard.filter).alive) {
        return {
          state: 'no-data',
          kind: 'out-of-date',
          figure: `${alerts}, but the filter is not running`,
          latest,
          href,
        };
      }
      return {
        state: isStale ? 'not-met' : 'met',
        kind: 'measured',
        figure: `${alerts}, reviewed this week`,
        latest,
        href,
      };
    },
  };
}

/** s0-061: refused attempts that matter raise an alert. */
export function alertsOnAttempts(heard: Pick<Heard, 'filter'>): Control {
  return {
    code: 'alerts-on-attempts',
    kind: 'monitoring-rule',
    makesTrue:
      'A refused attempt that matters and a call for help each raise an alert within seconds; those that were not looked at by the program yet are counted.',
    effect: 'enforced',
    title: 'Refused attempts that matter raise an alert',
    opens: (actor) => mayReview(actor).allowed,
    openedBy: 'The online-safety lead and the safeguarding leads',
    evidence: async (db, { now }): Promise<Evidence> => {
      const href = '/alerts';
      const { of, waiting, latest } = await followUps(
        db,
        now.subtract(WEEK),
        now.subtract({ seconds: FOLLOW_UP_WITHIN_S }),
      );
      if (!forceState(heard.filter).alive)
        return {
          state: 'no-data',
          kind: latest === undefined ? 'not-covered' : 'out-of-date',
          figure: 'The filter is not running',
          latest,
          href,
        };
      if (of === 0) return nothingYet('No attempt that matters in seven days', href);
      return {
        state: waiting === 0 ? 'met' : 'not-met',
        kind: 'measured',
        figure: `${formatPlural(of, 'attempt')} that ${of === 1 ? 'matters' : 'matter'} in seven days, ${waiting === 0 ? 'none' : String(waiting)} not followed up`,
        latest,
        href,
      };
    },
  };
}

/** s0-131, s1-099: what is done online can be traced to a person. */
export function tracedToPerson(heard: Pick<Heard, 'filter'>): Control {
  return {
    code: 'visits-traced-to-person',
    kind: 'monitoring-rule',
    makesTrue:
      'Each visit is recorded with the person, or the computer while nobody is known; how many have a person is counted.',
    effect: 'enforced',
    title: 'Visits are traced to a person or a device',
    opens: (actor) => maySeeCounts(actor).allowed,
    openedBy: 'The online-safety lead, the safeguarding leads and IT support',
    evidence: async (db, { now }): Promise<Evidence> => {
      const href = '/monitoring/counts';
      const { all, known, nowhere, latest } = await visitsKnown(db, now.subtract(WEEK));
      if (!forceState(heard.filter).alive)
        return {
          state: 'no-data',
          kind: latest === undefined ? 'not-covered' : 'out-of-date',
          figure: 'The filter is not running',
          latest,
          href,
        };
      if (all === 0) return nothingYet('No visit in seven days', href);
      return {
        state: nowhere === 0 ? 'met' : 'not-met',
        kind: 'measured',
        figure: `${String(Math.floor((100 * known) / all))} per cent of ${formatPlural(all, 'record')} name a person, the rest a computer`,
        latest,
        href,
      };
    },
  };
}

/** s0-098: what is done online is read as a report, at regular intervals. */
export const activityReport: Control = {
  code: 'activity-report',
  kind: 'report',
  makesTrue:
    'Each week a report of online activity is there, also of a week in which nothing happened, and somebody records that they read it.',
  effect: 'evidenced',
  title: 'A report of online activity is read each week',
  opens: (actor) => mayReview(actor).allowed,
  openedBy: 'The online-safety lead and the safeguarding leads',
  evidence: async (db, { now }): Promise<Evidence> => {
    const href = '/monitoring/review';
    const reviews = await latestReviews(db, 4);
    const [newest] = reviews;
    if (newest === undefined) return notRecorded('No week was read yet', href);
    const late = isOlder(newest.reviewed_at, now, REVIEW_WITHIN);
    return {
      state: late ? 'not-met' : 'met',
      kind: late ? 'out-of-date' : 'measured',
      figure: late
        ? 'This week’s report was not read'
        : `Read this week; ${String(reviews.length)} of the last reports are on record`,
      latest: Temporal.Instant.from(newest.reviewed_at),
      href,
    };
  },
};

function isOlder(at: string, now: Temporal.Instant, than: { readonly hours: number }): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at).add(than), now) < 0;
}
