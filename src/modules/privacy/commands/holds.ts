import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool, type EffectContext } from '../../../platform/commands/command.ts';
import { placeHold, releaseHolds } from '../../../platform/deletion/warrants.ts';
import { day, recordId, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleDirectory } from '../../people/index.ts';
import { retentionEvents } from '../events.ts';
import { loadHold } from '../holds.ts';
import { mayHold, mayRelease } from '../policy.ts';
import { rowKey, signedClass, waitingIn, type Whole } from '../queue.ts';
import { retentionTables } from '../tables.ts';

const events = { 'legal-hold-placed': retentionEvents['legal-hold-placed'] };

const common = {
  reason: text('why it must not be deleted', 1000),
  review: day('the day on which somebody looks whether it is still needed'),
};

/** The hold itself and why it stands. */
async function lay(
  { db, now, newId }: Pick<EffectContext<unknown, unknown, unknown>, 'db' | 'now' | 'newId'>,
  given: {
    readonly by: string;
    readonly about: 'person' | 'record';
    readonly table: string;
    readonly id: string;
    readonly what: string;
    readonly reason: string;
    readonly review: Temporal.PlainDate;
    readonly kind: string;
    readonly people: readonly string[];
  },
) {
  const id = newId<'legal-hold'>();
  await placeHold(db, { table: given.table, id: given.id, holdId: id, by: given.by, at: now });
  await retentionTables.write(db).insert('hold_reason', {
    id,
    about: given.about,
    what: given.what,
    reason: given.reason,
    review_on: given.review.toString(),
    class_code: given.kind,
    people: given.people.join(','),
  });
  return done(id, {
    name: 'legal-hold-placed' as const,
    subject: id,
    data: { table: given.table.replaceAll('_', '-'), row: given.id },
  });
}

const PAST = 'The day must be in the future';

/** Keeps everything about a person from deletion, whatever is signed: what is there now, and what comes. */
export function makeHoldPerson() {
  return command({
    name: 'privacy.hold-person',
    input: z.object({ name: text('the name of the person', 200), ...common }),
    events,
    load: wholeSchool,
    policy: mayHold,
    prepare: nothing,
    changesFilter: false,
    effect: async (context) => {
      const { db, actor, now, input } = context;
      if (actor.kind !== 'person') return failed('', 'Sign in to lay a hold.');
      if (Temporal.PlainDate.compare(input.review, schoolDay(now)) <= 0) return failed('review', PAST);
      const wanted = input.name.toLowerCase().replaceAll(/\s+/g, ' ');
      const found = (await peopleDirectory(db, now)).filter((one) => one.name.toLowerCase() === wanted);
      const [person, other] = found;
      if (person === undefined) {
        return failed('name', 'Nobody is called that here. Enter the name as it stands in the list of people');
      }
      if (other !== undefined) {
        return failed(
          'name',
          'More than one person is called that. Lay the hold from their page in the list of people',
        );
      }
      return lay(context, {
        by: actor.person,
        about: 'person',
        table: 'person',
        id: person.id,
        kind: '',
        people: [person.id],
        what: 'Everything about a person',
        reason: input.reason,
        review: input.review,
      });
    },
  });
}

/** Keeps one record from deletion: from the list of what is past its time. */
export function makeHoldRecord(parts: Whole) {
  return command({
    name: 'privacy.hold-record',
    input: z.object({ code: z.string(), record: z.string().max(200), ...common }),
    events,
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor) => mayHold(actor),
    prepare: nothing,
    changesFilter: false,
    effect: async (context) => {
      const { db, actor, now, input, subject: one } = context;
      if (actor.kind !== 'person') return failed('', 'Sign in to lay a hold.');
      if (Temporal.PlainDate.compare(input.review, schoolDay(now)) <= 0) return failed('review', PAST);
      const waiting = await waitingIn(parts, db, one, { actor, today: schoolDay(now) });
      const found = waiting.find((each) => rowKey(each.record) === input.record)?.record;
      if (found === undefined) return failed('', 'This record is not on the list any more.');
      return lay(context, {
        by: actor.person,
        about: 'record',
        table: found.table,
        id: found.id,
        kind: one.code,
        people: found.about ?? found.people,
        what: found.table === 'person' ? 'The record of a person' : found.what,
        reason: input.reason,
        review: input.review,
      });
    },
  });
}

/** Ends one hold. Whatever is past its time comes back to the list, unless another hold lies on it. */
export function makeReleaseHold() {
  return command({
    name: 'privacy.release-hold',
    input: z.object({ id: recordId<'legal-hold'>() }),
    events: { 'legal-hold-released': retentionEvents['legal-hold-released'] },
    load: (db, { id }, { now }) => loadHold(db, id, now),
    policy: mayRelease,
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now, subject: hold }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in to release a hold.');
      if (hold.released_at !== null) return failed('', 'This hold was released already.');
      const one = { table: hold.table_name, id: hold.row_id, holdId: hold.id };
      await releaseHolds(db, { ...one, by: actor.person, at: now });
      return done(hold.id, {
        name: 'legal-hold-released' as const,
        subject: hold.row_id,
        data: { table: hold.table_name.replaceAll('_', '-'), row: hold.row_id },
      });
    },
  });
}
