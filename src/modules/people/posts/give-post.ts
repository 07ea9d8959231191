import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, day, recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { findPerson, holdersOf } from '../lists.ts';
import { mayGiveRoles } from '../policy.ts';
import { findPersonRow } from '../store.ts';
import { plainPostsOf } from './holders.ts';
import { postEvents } from './events.ts';
import { postTables } from './rows.ts';
import { plainPosts } from './words.ts';

/** Gives an adult a post that carries no rights here, from a day on. */
export const givePost = command({
  name: 'people.give-post',
  input: z.strictObject({
    person: recordId<'person'>('Choose a person from the list'),
    post: choice(plainPosts, 'Choose a post from the list'),
    from: day('the first day'),
  }),
  events: postEvents,
  load: async (db, { person }, { now }) => {
    const found = await findPerson(db, person, now);
    return found === undefined
      ? undefined
      : { person: found, headVacant: (await holdersOf(db, 'head', now)).length === 0 };
  },
  policy: (actor, subject) => mayGiveRoles(actor, { person: subject.person.id, headVacant: subject.headVacant }),
  prepare: nothing,
  effect: async ({ db, input, now, newId }) => {
    const row = await findPersonRow(db, input.person);
    if (row?.kind !== 'adult') return failed('person', 'Only adults who work with the school can hold a post');
    const from = input.from.toString();
    if ((await plainPostsOf(db, input.person, from)).includes(input.post)) {
      return failed('post', 'They hold this post already');
    }
    const today = schoolDay(now);
    if (Temporal.PlainDate.compare(input.from, today.subtract({ years: 20 })) < 0) {
      return failed('from', 'The first day must be in the last 20 years');
    }
    await postTables.write(db).insert('post_holder', {
      id: newId(),
      post: input.post,
      person_id: input.person,
      from_day: from,
      until_day: null,
    });
    return done(input.person, { name: 'post-given', subject: input.person, data: { post: input.post, from } });
  },
  changesFilter: false,
});

/** Ends somebody's time in a post without rights, today. */
export const endPost = command({
  name: 'people.end-post',
  input: z.strictObject({ id: recordId<'post-holder'>('Choose one from the list') }),
  events: postEvents,
  load: async (db, { id }, { now }) => {
    const row = await postTables.read(db).select('post_holder').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : { row, headVacant: (await holdersOf(db, 'head', now)).length === 0 };
  },
  policy: (actor, { headVacant }) => mayGiveRoles(actor, { person: undefined, headVacant }),
  prepare: nothing,
  effect: async ({ db, subject: { row }, now }) => {
    const today = schoolDay(now).toString();
    const until = row.from_day > today ? row.from_day : today;
    if (row.until_day !== null && row.until_day <= until) return failed('', 'It has ended already');
    await postTables.write(db).update('post_holder').set({ until_day: until }).where('id', '=', row.id).execute();
    return done(row.post, { name: 'post-ended', subject: row.person_id, data: { post: row.post, on: until } });
  },
  changesFilter: false,
});
