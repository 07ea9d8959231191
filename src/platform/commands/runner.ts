import type { Actor, Verdict } from '../access/access.ts';
import { auditEventOf } from '../audit/audit-events.ts';
import { actorId, makeAppendAudit, type AppendAudit } from '../audit/chain.ts';
import type { EventCatalogue } from '../audit/events.ts';
import { readHandle, writeHandle } from '../db/scoped-tables.ts';
import type { AnyKysely, Store } from '../db/store.ts';
import { Refused } from '../errors/errors.ts';
import { parseInput } from '../forms/parse.ts';
import type { Ids, SchoolId } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';
import type { AnyCommand, Asking, Command, Outcome, Query } from './command.ts';
import { requestFilterChange } from './filter-changes.ts';
import { viewingRows } from './viewing-rows.ts';

/** The staircase: the only maker of write handles, and the only way to records. */
export interface Runner {
  /** Runs a command for an actor on raw input (a form, a row of a file). Throws `Refused`; returns expected failures. */
  run<Input, Subject, Prepared, Value, Catalogue extends EventCatalogue>(
    command: Command<Input, Subject, Prepared, Value, Catalogue>,
    actor: Actor,
    input: unknown,
  ): Promise<Outcome<Value>>;
  /** Answers a query, after the policy and with its viewing event written. Throws `Refused`. */
  ask<Input, Subject, Value, Catalogue extends EventCatalogue>(
    query: Query<Input, Subject, Value, Catalogue>,
    actor: Actor,
    input: unknown,
  ): Promise<Value>;
  /** Calls back after each commit, with the command and the school it changed. */
  onCommitted(listener: (command: AnyCommand, school: SchoolId) => void): void;
}

/** Thrown inside a transaction to undo it after an expected failure. */
class Undo<Value> extends Error {
  readonly outcome: Outcome<Value>;
  constructor(outcome: Outcome<Value>) {
    super('expected failure');
    this.outcome = outcome;
  }
}

/** Makes the runner over a store, a clock, a source of ids and the modules' events. */
export function makeRunner(parts: { store: Store; clock: Clock; ids: Ids; events: Readonly<EventCatalogue> }): Runner {
  const { store, clock, ids } = parts;
  const appendAudit: AppendAudit = makeAppendAudit((name) => parts.events[name] ?? auditEventOf(name));
  const appendViewing = viewingRows(store, appendAudit);
  const refusals = refusalsInAMinute();
  const listeners: ((command: AnyCommand, school: SchoolId) => void)[] = [];

  /** Throws when the verdict is a refusal, after writing it into the chain (unauthenticated refusals are counted, not chained). */
  const demand = async (name: string, verdict: Verdict, actor: Actor, at: Temporal.Instant): Promise<void> => {
    if (verdict.allowed) return;
    if (actor.kind !== 'visitor') {
      if (!refusals(actorId(actor), at)) {
        throw new Refused('SG-TOO-MANY', 'You tried too many things that you may not do. Wait a minute, then go on.');
      }
      await store.transaction((db) =>
        appendAudit(db, actor.school, {
          at,
          actor,
          events: [{ name: 'access-refused', subject: name, data: { asked: name, subject: 'policy' } }],
        }),
      );
    }
    throw new Refused('SG-NOT-ALLOWED', verdict.reason);
  };

  const notFound = (): never => {
    throw new Refused(
      'SG-NOT-FOUND',
      'There is nothing here. It may have moved, or the address may have a slip in it.',
    );
  };

  const loadAllowed = async <Input, Subject>(
    definition: {
      name: string;
      load: (db: ReturnType<typeof readHandle>, input: Input, asking: Asking) => Promise<Subject | undefined>;
      policy: (actor: Actor, subject: Subject, input: Input) => Verdict;
    },
    db: AnyKysely,
    input: Input,
    asking: Asking,
  ): Promise<{ subject: Subject; verdict: Verdict }> => {
    const subject = await definition.load(readHandle(db, asking.actor.school), input, asking);
    if (subject === undefined) return notFound();
    return { subject, verdict: definition.policy(asking.actor, subject, input) };
  };

  return {
    async run(command, actor, raw) {
      const parsed = parseInput(command.input, raw);
      if (!parsed.ok) {
        // Nothing can be loaded by input that cannot be read, so no policy can be asked; the messages say only what the form wants.
        return parsed;
      }
      const input = parsed.value;
      const before = { actor, now: clock.now() };
      const first = await loadAllowed(command, store.reading, input, before);
      await demand(command.name, first.verdict, actor, before.now);
      const prepared = await command.prepare(input, first.subject, ids, readHandle(store.reading, actor.school));
      let late: Verdict | undefined;
      let outcome;
      try {
        outcome = await store.transaction(async (db) => {
          const asking = { actor, now: clock.now() };
          const { subject, verdict } = await loadAllowed(command, db, input, asking);
          if (!verdict.allowed) {
            late = verdict;
            throw new Undo({ ok: false, errors: [] });
          }
          const handle = writeHandle(db, actor.school);
          const result = await command.effect({
            ...asking,
            db: handle,
            input,
            subject,
            prepared,
            newId: () => ids.next(),
          });
          if (!result.ok) throw new Undo(result);
          if (command.changesFilter) await requestFilterChange(handle);
          await appendAudit(db, actor.school, { at: asking.now, actor, events: result.events });
          return { ok: true as const, value: result.value };
        });
      } catch (error) {
        if (!(error instanceof Undo)) throw error;
        if (late !== undefined) await demand(command.name, late, actor, clock.now());
        return error.outcome;
      }
      for (const listener of listeners) listener(command, actor.school);
      return outcome;
    },

    async ask(query, actor, raw) {
      const parsed = parseInput(query.input, raw);
      if (!parsed.ok) return notFound();
      const input = parsed.value;
      const asking = { actor, now: clock.now() };
      const { subject, verdict } = await loadAllowed(query, store.reading, input, asking);
      await demand(query.name, verdict, actor, asking.now);
      const value = await query.answer(readHandle(store.reading, actor.school), { ...asking, input, subject });
      if (typeof query.leaves === 'string') return value;
      const events = query.leaves(value, { input, subject });
      if (events.length > 0) {
        // A read whose viewing row cannot be written is refused: this throws before anything is shown.
        await appendViewing(actor.school, { at: asking.now, actor, events });
      }
      return value;
    },

    onCommitted(listener) {
      listeners.push(listener);
    },
  };
}

/** Refusals of one actor that are written into the chain in a minute. A person does not come near; a program must not fill the chain. */
export const REFUSALS_A_MINUTE = 300;

/** Makes a counter: true while a further refusal of this actor is to be written down. */
function refusalsInAMinute(): (actor: string, at: Temporal.Instant) => boolean {
  let minute = 0;
  let counted = new Map<string, number>();
  return (actor, at) => {
    const now = Math.floor(at.epochMilliseconds / 60_000);
    if (now !== minute) {
      minute = now;
      counted = new Map();
    }
    const count = (counted.get(actor) ?? 0) + 1;
    counted.set(actor, count);
    return count <= REFUSALS_A_MINUTE;
  };
}
