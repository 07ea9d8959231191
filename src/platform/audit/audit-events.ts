import { code, defineEvents, event, type EventCatalogue, type EventDefinition } from './events.ts';

/** Events that belong to no module: they are about asking itself, and about what was not taken in. */
export const auditEvents = defineEvents({
  'access-refused': event('request', 'was refused', { asked: code(), subject: code() }),
  'file-refused': event('file', 'gave a file that was refused', { why: code() }),
});

/** The definition of one of those; undefined for any other name. */
export function auditEventOf(name: string): EventDefinition | undefined {
  const all: EventCatalogue = auditEvents;
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
