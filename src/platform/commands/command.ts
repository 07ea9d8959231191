import type { z } from 'zod';

import type { Actor, Verdict } from '../access/access.ts';
import type { AnyEvent, EventCatalogue, EventOf } from '../audit/events.ts';
import type { ReadHandle, WriteHandle } from '../db/scoped-tables.ts';
import type { Id, Ids } from '../ids/ids.ts';

/**
 * What reads an input: any schema of zod. Zod's core type says it with two members; `z.ZodType` has some fifty methods, which the type check
 * would compare one by one for every command, and that was half of its time.
 */
export type Schema<Value> = z.core.$ZodType<Value>;

/** A message for one field of a form, in GOV.UK wording. An empty field is about the form as a whole. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What an effect gives back when it worked: the value for the page and at least one event. No event, no compile. */
export interface Done<Value, Event extends AnyEvent = AnyEvent> {
  readonly ok: true;
  readonly value: Value;
  readonly events: readonly [Event, ...Event[]];
}

/** An expected failure: nothing is written, the page shows the messages and keeps what was typed. */
export interface Failed {
  readonly ok: false;
  readonly errors: readonly FieldError[];
}

/** What `run` answers. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Failed;

/** Ends an effect well. */
export function done<Value, const Events extends readonly [AnyEvent, ...AnyEvent[]]>(
  value: Value,
  ...events: Events
): Done<Value, Events[number]> {
  return { ok: true, value, events };
}

/** Ends an effect with an expected failure by a field (or '' for the form as a whole). */
export function failed(field: string, message: string): Failed {
  return { ok: false, errors: [{ field, message }] };
}

/** What every policy, load and answer may know. */
export interface Asking {
  readonly actor: Actor;
  readonly now: Temporal.Instant;
}

export interface EffectContext<Input, Subject, Prepared> extends Asking {
  readonly db: WriteHandle;
  readonly input: Input;
  readonly subject: Subject;
  readonly prepared: Prepared;
  newId<Kind extends string>(): Id<Kind>;
}

/**
 * The one way to change a record. The runner does, in this order: parse → load the subject within the actor's school → ask the policy →
 * prepare → begin → load and ask again → effect → audit → commit.
 */
export interface Command<Input, Subject, Prepared, Value, Catalogue extends EventCatalogue> {
  /** Module, dot, verb-noun: `incidents.close-incident`. */
  readonly name: string;
  readonly input: Schema<Input>;
  /** The catalogue the events come from. */
  readonly events: Catalogue;
  /** Loads what the command is about; undefined is "not found". The policy sees exactly this. */
  readonly load: (db: ReadHandle, input: Input, asking: Asking) => Promise<Subject | undefined>;
  readonly policy: (actor: Actor, subject: Subject, input: Input) => Verdict;
  /** Slow work that must not hold the transaction: hashing a password, writing a file, a long look at the records. `nothing` where there is none. */
  readonly prepare: (input: Input, subject: Subject, ids: Ids, db: ReadHandle) => Promise<Prepared>;
  /** Changes the records. Awaits nothing but its handle. */
  readonly effect: (
    context: EffectContext<Input, Subject, Prepared>,
  ) => Promise<Done<Value, EventOf<Catalogue>> | Failed>;
  /** True when what this changes is part of what the filter obeys: the ruleset is compiled anew. */
  readonly changesFilter: boolean;
}

/** A query of records: who may ask, and which viewing event it leaves. */
export interface Query<Input, Subject, Value, Catalogue extends EventCatalogue> {
  readonly name: string;
  readonly input: Schema<Input>;
  readonly events: Catalogue;
  readonly load: (db: ReadHandle, input: Input, asking: Asking) => Promise<Subject | undefined>;
  readonly policy: (actor: Actor, subject: Subject, input: Input) => Verdict;
  readonly answer: (db: ReadHandle, context: Asking & { input: Input; subject: Subject }) => Promise<Value>;
  /** The viewing events, for sensitive records; or a sentence saying why looking leaves none. */
  readonly leaves:
    string | ((value: Value, context: { input: Input; subject: Subject }) => readonly EventOf<Catalogue>[]);
}

/* eslint-disable @typescript-eslint/no-explicit-any -- lists hold commands and queries of every type; the runner gives each its own types back */
export type AnyCommand = Command<any, any, any, any, any>;
export type AnyQuery = Query<any, any, any, any>;
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Declares a command; only infers types. */
export function command<Input, Subject, Prepared, Value, Catalogue extends EventCatalogue>(
  definition: Command<Input, Subject, Prepared, Value, Catalogue>,
): Command<Input, Subject, Prepared, Value, Catalogue> {
  return definition;
}

/** Declares a query; only infers types. */
export function query<Input, Subject, Value, Catalogue extends EventCatalogue>(
  definition: Query<Input, Subject, Value, Catalogue>,
): Query<Input, Subject, Value, Catalogue> {
  return definition;
}

/** For `load` where there is nothing to load: the subject is the school itself. */
export const wholeSchool = (): Promise<'school'> => Promise.resolve('school');

/** For `prepare` where there is nothing slow. */
export const nothing = (): Promise<undefined> => Promise.resolve(undefined);
