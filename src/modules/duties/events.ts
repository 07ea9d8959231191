import { code, count, defineEvents, event, flag, id, instant } from '../../platform/audit/events.ts';

/** What happens to duties and term dates: codes and days. What somebody wrote is in the record and never here. */
export const dutyEvents = defineEvents({
  'duties-begun': event('school', 'began to look after the recurring duties of', { on: instant() }),
  'duties-fell-due': event('school', 'noted which duties fall due in', {
    made: count(),
    moved: count(),
    dropped: count(),
  }),
  'duty-done': event('duty', 'did a duty', {
    duty: code(),
    period: code(),
    way: code(),
    late: count(),
    // Older ones of the same duty that this one makes good.
    caughtUp: count(),
  }),
  'duty-waived': event('duty', 'waived a duty', { duty: code(), period: code() }),
  'duty-reopened': event('duty', 'reopened a duty', { duty: code(), period: code() }),
  'duty-changed': event('duty', 'changed how often or whose a duty is', {
    duty: code(),
    period: code(),
    owner: code(),
    applies: flag(),
    dropped: count(),
  }),
  'duties-reminded': event('school', 'reminded people of duties in', {
    soon: count(),
    overdue: count(),
    lead: count(),
    head: count(),
  }),
  'duty-file-opened': event('duty', 'opened a file of a duty', { file: id() }),
  'duty-feed-made': event('person', 'made the calendar address of', { feed: id() }),
  'duty-feed-ended': event('person', 'ended the calendar address of', { feed: id() }),
});
