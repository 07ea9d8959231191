import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, day, recordId } from '../../../platform/forms/fields.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { enqueueMail, type Message } from '../../../platform/mail/outbox.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { findPerson } from '../lists.ts';
import { addRole, findPersonRow, rolePeriods } from '../store.ts';
import { givenRoles } from '../words.ts';
import { closeCover, coversFrom } from './covers.ts';
import { mayEndCover, mayNameCover } from './policy.ts';
import { postEvents } from '../posts/events.ts';
import { postTables } from '../posts/rows.ts';

/** Nobody is away for longer: then the post is somebody else's. */
const LONGEST_DAYS = 366;

/** Roles that somebody may stand in for. "Staff" gives nothing to stand in for. */
export const coveredRoles = givenRoles.filter((role) => role !== 'staff');

/** Says who stands in for somebody in a role, for some days: the role counts for them exactly then. Both are told. */
export const nameCover = command({
  name: 'people.name-cover',
  input: z.strictObject({
    holder: recordId<'person'>('Choose who is away'),
    role: choice(coveredRoles, 'Choose in which role'),
    person: recordId<'person'>('Choose who covers'),
    from: day('the first day'),
    last: day('the last day'),
  }),
  events: postEvents,
  load: async (db, { holder, role, person }, { now }) => {
    const [away, stands] = [await findPerson(db, holder, now), await findPerson(db, person, now)];
    if (away === undefined || stands === undefined) return undefined;
    const today = schoolDay(now).toString();
    const covering = new Set((await coversFrom(db, today, holder)).map((cover) => cover.roleId));
    const own = (await rolePeriods(db, holder)).some(
      (period) =>
        period.role === role && !covering.has(period.id) && (period.until_day === null || period.until_day > today),
    );
    return { away, stands, own };
  },
  policy: (actor, { away, own }, { role }) => mayNameCover(actor, { holder: away.id, role, own }),
  prepare: nothing,
  effect: async ({ db, input, subject, actor, now, newId }) => {
    const { away, stands } = subject;
    const today = schoolDay(now);
    if (away.id === stands.id) return failed('person', 'Choose somebody else: nobody covers for themselves');
    const row = await findPersonRow(db, input.person);
    if (row?.kind !== 'adult' || (row.left_on !== null && row.left_on <= input.last.toString())) {
      return failed('person', 'Choose an adult who works with the school on all those days');
    }
    if (Temporal.PlainDate.compare(input.from, today) < 0)
      return failed('from', 'The first day must be today or later');
    if (Temporal.PlainDate.compare(input.last, input.from) < 0) {
      return failed('last', 'The last day must be the first day or later');
    }
    if (input.from.until(input.last).days >= LONGEST_DAYS) {
      return failed('last', 'The last day must be within a year. For longer, give the post to somebody');
    }
    const [from, until] = [input.from.toString(), input.last.add({ days: 1 }).toString()];
    const already = (await rolePeriods(db, input.person)).some(
      (period) =>
        period.role === input.role && period.from_day < until && (period.until_day === null || period.until_day > from),
    );
    if (already) return failed('person', 'They have this role on some of those days already');
    const [id, roleId] = [newId<'post-cover'>(), newId<'person-role'>()];
    await addRole(db, { id: roleId, person: input.person, role: input.role, from, until });
    await postTables.write(db).insert('post_cover', {
      id,
      role: input.role,
      role_id: roleId,
      holder_id: away.id,
      person_id: stands.id,
      from_day: from,
      until_day: until,
      named_by: actor.kind === 'person' ? actor.person : actor.kind,
      named_at: now.toString(),
      ended_at: null,
      ended_by: null,
    });
    const days = { from, last: input.last.toString() };
    await tell({ db, now, newId }, stands, { kind: 'cover-given', fields: days });
    await tell({ db, now, newId }, away, { kind: 'cover-of-yours', fields: days });
    return done(id, {
      name: 'cover-named',
      subject: stands.id,
      data: { cover: id, role: input.role, holder: away.id, from, until },
    });
  },
  changesFilter: true,
});

/** Ends a cover early: the role counts for them no more from this moment. */
export const endCover = command({
  name: 'people.end-cover',
  input: z.strictObject({ id: recordId<'post-cover'>() }),
  events: postEvents,
  load: async (db, { id }, { now }) =>
    (await coversFrom(db, schoolDay(now).toString())).find((cover) => cover.id === id),
  policy: (actor, cover) => mayEndCover(actor, { holder: cover.holder.id, person: cover.person.id }),
  prepare: nothing,
  effect: async ({ db, subject, actor, now, newId }) => {
    const today = schoolDay(now).toString();
    const by = actor.kind === 'person' ? actor.person : actor.kind;
    if (!(await closeCover(db, subject, { today, at: now, by }))) return failed('', 'It has ended already');
    for (const one of [subject.person, subject.holder]) {
      const person = await findPersonRow(db, one.id);
      if (person !== undefined && one.id !== by) {
        await tell({ db, now, newId }, person, { kind: 'cover-ended', fields: {} });
      }
    }
    return done(subject.id, {
      name: 'cover-ended',
      subject: subject.person.id,
      data: { cover: subject.id, role: subject.role, on: today },
    });
  },
  changesFilter: true,
});

type Telling =
  | Pick<Message<'cover-given'>, 'kind' | 'fields'>
  | Pick<Message<'cover-of-yours'>, 'kind' | 'fields'>
  | Pick<Message<'cover-ended'>, 'kind' | 'fields'>;

async function tell(
  doing: { readonly db: WriteHandle; readonly now: Temporal.Instant; newId<Kind extends string>(): Id<Kind> },
  to: { readonly id: string; readonly email: string | null },
  what: Telling,
): Promise<void> {
  if (to.email === null) return;
  await enqueueMail(doing.db, { to: to.email, person: to.id, ...what }, { id: doing.newId(), now: doing.now });
}
