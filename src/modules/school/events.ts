import { code, count, defineEvents, event, instant } from '../../platform/audit/events.ts';

/** What the trail says about the school itself. */
export const schoolEvents = defineEvents({
  'set-up-link-made': event('school', 'made a one-time link to set up the school', { until: instant() }),
  'school-added': event('school', 'set up the school', { way: code() }),
  'terms-entered': event('school', 'entered the term dates of a school year of', { year: count() }),
  'school-changed': event('school', 'changed the school’s name or address', {}),
});
