import { code, defineEvents, event, type EventDefinition } from './events.ts';

/** Events that belong to no module: they are about asking itself. */
export const auditEvents = defineEvents({
  'access-refused': event('request', 'was refused', { asked: code(), subject: code() }),
});

/** The definition of one of those; undefined for any other name. */
export function auditEventOf(name: string): EventDefinition | undefined {
  return name === 'access-refused' ? auditEvents['access-refused'] : undefined;
}
