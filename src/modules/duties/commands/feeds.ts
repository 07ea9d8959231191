import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, query, wholeSchool } from '../../../platform/commands/command.ts';
import { changeOne, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { nothing } from '../../../platform/commands/command.ts';
import { actorLike, findPerson } from '../../people/index.ts';
import { schoolName } from '../../school/index.ts';
import { daysAhead } from '../days-ahead.ts';
import type { DutyParts } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { feedOf, feedOfToken, TOKEN_BYTES, tokenHash, tokenPattern, type Feed } from '../feed.ts';
import { calendarText, type CalendarDay } from '../i-calendar.ts';
import { postsOn } from '../owners.ts';
import { maySeeDuties } from '../policy.ts';
import { dutyTables } from '../rows.ts';
import { allowed, refused, type Actor } from '../../../platform/access/access.ts';

/** A person's own calendar address. */
export const seeFeed = query({
  name: 'duties.see-feed',
  input: z.object({}),
  events: dutyEvents,
  load: wholeSchool,
  policy: maySeeDuties,
  answer: async (db, { actor }) => ({
    feed: actor.kind === 'person' ? await feedOf(db, actor.person) : undefined,
  }),
  leaves: 'One looks at whether one has an address oneself; the address is not shown.',
});

/** Makes a person's calendar address. One that they had before ends: there is never more than one. */
export const makeMakeFeed = (parts: Pick<DutyParts, 'publicUrl'>) =>
  command({
    name: 'duties.make-feed',
    input: z.object({}),
    events: dutyEvents,
    load: wholeSchool,
    policy: maySeeDuties,
    prepare: (_input, _subject, ids) => Promise.resolve(ids.secret(TOKEN_BYTES)),
    effect: async ({ db, actor, now, newId, prepared: token }) => {
      if (actor.kind !== 'person') return failed('', 'Only a person has a calendar address.');
      const before = await feedOf(db, actor.person);
      if (before !== undefined) await endFeed(db, before, actor, now);
      const id = newId<'duty-feed'>();
      await dutyTables.write(db).insert('duty_feed', {
        id,
        person_id: actor.person,
        token_hash: tokenHash(token),
        made_at: now.toString(),
        ended_at: null,
        ended_by: null,
      });
      const address = `${parts.publicUrl}/calendar/${token}.ics`;
      return done({ address }, { name: 'duty-feed-made', subject: actor.person, data: { feed: id } });
    },
    changesFilter: false,
  });

/** Ends one's calendar address: calendars that have it get nothing more. */
export const endOwnFeed = command({
  name: 'duties.end-feed',
  input: z.object({}),
  events: dutyEvents,
  load: wholeSchool,
  policy: maySeeDuties,
  prepare: nothing,
  effect: async ({ db, actor, now }) => {
    const feed = actor.kind === 'person' ? await feedOf(db, actor.person) : undefined;
    if (feed === undefined) return failed('', 'You have no calendar address.');
    await endFeed(db, feed, actor, now);
    return done(feed.id, { name: 'duty-feed-ended', subject: feed.person, data: { feed: feed.id } });
  },
  changesFilter: false,
});

async function endFeed(db: WriteHandle, feed: Feed, actor: Actor, now: Temporal.Instant): Promise<void> {
  await changeOne(
    dutyTables
      .write(db)
      .update('duty_feed')
      .set({ ended_at: now.toString(), ended_by: actorId(actor) })
      .where('id', '=', feed.id)
      .where('ended_at', 'is', null),
  );
}

/** How far ahead a calendar shows. */
const AHEAD = { months: 13 };
const MOST_DAYS = 400;

/** What a calendar that has somebody's address gets: titles and days of their duties, as long as they work here. */
export const makeReadFeed = (parts: Pick<DutyParts, 'settings' | 'publicUrl'>) =>
  query({
    name: 'duties.read-feed',
    input: z.object({ token: z.string().regex(tokenPattern) }),
    events: dutyEvents,
    load: async (db, { token }, { now }) => {
      const feed = await feedOfToken(db, token);
      const person = feed === undefined ? undefined : await findPerson(db, feed.person, now);
      return person === undefined ? undefined : { person: actorLike(db.school, person) };
    },
    // The token is the right; whoever has left holds no role any more, and the address tells nothing.
    policy: (actor, { person }) =>
      actor.kind === 'visitor' && maySeeDuties(person).allowed
        ? allowed
        : refused('This calendar address does not hold any more.'),
    answer: async (db, { subject: { person }, now }) => {
      const posts = postsOn(db, now);
      const host = new URL(parts.publicUrl).host;
      const days: CalendarDay[] = [];
      for (const one of await daysAhead(db, parts.settings, { now, until: schoolDay(now).add(AHEAD) })) {
        if (days.length >= MOST_DAYS) break;
        if (!(await posts.isOwn(person, one.duty.owner))) continue;
        days.push({
          uid: `${one.duty.shape.code}.${one.key}@${host}`,
          title: `Due: ${one.duty.shape.title}`,
          day: one.due,
          href: `${parts.publicUrl}/duties/${one.duty.shape.code}`,
        });
      }
      return calendarText(`Duties, ${await schoolName(db)}`, days, now);
    },
    leaves: 'A calendar asks every few hours; it gets titles of duties and days, and nothing about anybody.',
  });
