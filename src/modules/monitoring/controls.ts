import { holds } from '../../platform/access/access.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { forceState } from '../filtering/index.ts';
import type { Control, Evidence } from '../module.ts';
import { eventsSince, gapsSince, newestEvent } from './figures.ts';
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

function isOlder(at: string, now: Temporal.Instant, than: { readonly hours: number }): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at).add(than), now) < 0;
}
