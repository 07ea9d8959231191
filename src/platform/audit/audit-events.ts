import { code, defineEvents, event } from './events.ts';

/** Events that belong to no module: they are about asking itself. */
export const auditEvents = defineEvents({
  'access-refused': event('request', 'was refused', { asked: code(), subject: code() }),
});
