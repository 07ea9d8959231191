import { code, count, defineEvents, event, id, instant } from '../../platform/audit/events.ts';

/** What the trail says about self-reviews and reviews. The words are in the records. */
export const standardEvents = defineEvents({
  'standard-answered': event('standard-answer', 'chose a level in a self-review', {
    standard: code(),
    requirement: code(),
    level: count(),
  }),
  'standard-ids-set': event('standard', 'gave a standard’s requirements the ids of a local form', {
    standard: code(),
    ids: count(),
  }),
  'filtering-review-opened': event('filtering-review', 'opened a review of filtering and monitoring', {
    kind: code(),
    cause: code(),
    due: instant(),
  }),
  'filtering-review-moved': event('filtering-review', 'worked on a review of filtering and monitoring', {
    action: code(),
    from: code(),
    to: code(),
    version: count(),
  }),
  'filtering-review-signed': event('filtering-review', 'signed a review of filtering and monitoring', {
    capacity: code(),
    sha256: id(),
  }),
  'filtering-review-action-done': event('filtering-review-action', 'recorded an action of a review as done', {
    review: id(),
  }),
  'filtering-review-viewed': event('filtering-review', 'looked at a review of filtering and monitoring', {}),
});
