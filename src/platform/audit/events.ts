import { z } from 'zod';

/**
 * Audit events: a closed list per module, and the payload's type follows from the event's name.
 * Payloads hold ids and coded facts only (no names, no free text), so that a record can be deleted and the chain still verifies.
 */

/** An id in a payload. */
export const id = () => z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
/** A coded fact: a word from a fixed vocabulary, a clause id, a setting's code. Never what somebody typed. */
export const code = () => z.string().regex(/^[a-z0-9][a-z0-9.:-]{0,79}$/);
/** A number of things. */
export const count = () => z.int();
/** An instant in UTC, or a day, as ISO 8601 text. */
export const instant = () => z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?Z)?$/);
/** Yes or no. */
export const flag = () => z.boolean();

export interface EventDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** What kind of thing the event is about: `incident`, `person`. */
  readonly subject: string;
  readonly data: z.ZodObject<Shape>;
  /** The sentence that history shows, after "who" and before the subject: "closed the incident". */
  readonly sentence: string;
}

export type EventCatalogue = Readonly<Record<string, EventDefinition>>;

/** One event that happened: its name decides its payload. */
export type EventOf<Catalogue extends EventCatalogue> = {
  [Name in keyof Catalogue & string]: {
    readonly name: Name;
    readonly subject: string;
    readonly data: z.input<Catalogue[Name]['data']>;
  };
}[keyof Catalogue & string];

export interface AnyEvent {
  readonly name: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Declares one event.
 *
 *     export const events = defineEvents({
 *       'incident-closed': event('incident', 'closed the incident', { outcome: code() }),
 *     });
 */
export function event<Shape extends z.ZodRawShape>(
  subject: string,
  sentence: string,
  data: Shape,
): EventDefinition<Shape> {
  return { subject, sentence, data: z.strictObject(data) };
}

/** A module's closed list of events. */
export function defineEvents<Catalogue extends EventCatalogue>(catalogue: Catalogue): Catalogue {
  return catalogue;
}
