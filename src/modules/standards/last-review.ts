import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { answersTo, isAnswered } from './answers.ts';
import { allReviews } from './review/store.ts';
import { standards } from './standard-files.ts';

/** What the duties of the year see of reviews. */

const within = (at: Temporal.Instant, from: Temporal.Instant, until: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, until) < 0;

/** When the newest yearly review between two instants was finished; undefined when none was. */
export async function lastFinishedReview(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  return (await allReviews(db))
    .filter(({ kind }) => kind === 'yearly')
    .flatMap(({ finishedAt }) => finishedAt ?? [])
    .filter((at) => within(at, from, until))
    .sort(Temporal.Instant.compare)
    .at(-1);
}

/** When the self-review was complete: every aspect answered between two instants, the last of them then; undefined while one is missing. */
export async function selfReviewComplete(
  db: ReadHandle,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const aspects = standards().get('360-degree-safe')?.current.requirements ?? [];
  const answers = await answersTo(db, '360-degree-safe');
  const found: Temporal.Instant[] = [];
  for (const aspect of aspects) {
    const given = answers.get(aspect.id)?.find((one) => isAnswered(one, aspect) && within(one.at, from, until));
    if (given === undefined) return undefined;
    found.push(given.at);
  }
  return found.sort(Temporal.Instant.compare).at(-1);
}
