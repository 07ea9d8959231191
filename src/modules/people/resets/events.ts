import { code, defineEvents, event, flag, id } from '../../../platform/audit/events.ts';

/** What the trail says about resets. Never a link or a code. */
export const resetEvents = defineEvents({
  'reset-wished': event('person', 'asked on the sign-in page for help with signing in as', { reset: id() }),
  'reset-asked': event('person', 'asked for a new way in for', { reset: id(), what: code(), key: flag(), way: code() }),
  'reset-confirmed': event('person', 'confirmed a new way in for', { reset: id(), what: code() }),
  'reset-cancelled': event('person', 'stopped a new way in for', { reset: id() }),
  'reset-used': event('person', 'chose a new password by a one-time link', { reset: id(), what: code() }),
});
