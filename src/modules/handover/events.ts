import { count, defineEvents, event, id } from '../../platform/audit/events.ts';

/** What the trail says about handing over. Each record that moves leaves its own module's event besides. */
export const handoverEvents = defineEvents({
  'open-work-viewed': event('person', 'looked at the open work of', { things: count() }),
  'open-work-handed-over': event('person', 'handed over the open work of', {
    to: id().exactOptional(),
    passed: count(),
    kept: count(),
  }),
});
