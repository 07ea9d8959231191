import { aReport, aTaskIn } from '../../src/modules/incidents/testing.ts';
import { nameCover } from '../../src/modules/people/cover/name-cover.ts';
import { givePost } from '../../src/modules/people/posts/give-post.ts';
import { plainPosts } from '../../src/modules/people/posts/words.ts';
import { actorFor, anAdult, worked } from '../../src/modules/people/testing.ts';
import { openStops } from '../../src/platform/mail/stopped-addresses.ts';
import type { World } from '../support/world.ts';
import { isOwn, once, self, type Make } from './permissions-given.ts';
import { newest } from './permissions-world.ts';

/** What the requests about posts, absence cover and mail carry (see permissions-requests.ts). */

/** An address from which mail came back, put in place as the sender does. */
const stoppedAddress: Make = once('stopped', async ({ world, at }) => {
  const id = world.ids.next();
  const stop = { id, address: `gone-${id}@school.example`, person: null, why: '550 5.1.1' };
  await openStops(world.store).add(at.school, stop, world.clock.now());
  return { params: { id } };
});

/** The days of a cover. */
const DAYS_AWAY = { from: '2026-12-01', last: '2026-12-04' };

/** Posts one after the other: nobody holds one twice. */
const nextPost = (world: World): string => {
  given += 1;
  return plainPosts[given % plainPosts.length] ?? world.ids.next();
};
let given = 0;

const post: Make = once('post', async ({ world, at }) => {
  const head = await at.actor('head');
  const person = await anAdult(world, at.school, { roles: ['staff'], family: `Posted-${at.family}` });
  worked(await world.runner.run(givePost, head, { person, post: 'senco', from: '2026-11-23' }));
  return { params: { id: await newest(world, 'post_holder', { person_id: person }) } };
});

const awayColleague: Make = async ({ world, at }) => {
  const holder = await anAdult(world, at.school, { roles: ['technician'], family: `Away-${at.family}` });
  return { body: { holder, role: 'technician', person: at.others.dslWithout, ...DAYS_AWAY } };
};

const cover: Make = once('cover', async ({ world, at }) => {
  const person = await anAdult(world, at.school, { roles: ['staff'], family: `Standing-${at.family}` });
  const holder = await anAdult(world, at.school, { roles: ['technician'], family: `Away-${at.family}` });
  const named = { holder, role: 'technician', person, ...DAYS_AWAY };
  return { params: { id: worked(await world.runner.run(nameCover, await at.actor('head'), named)) } };
});

/** A colleague who holds a task, or whoever asks. */
const openWork: Make = async (wanted) => {
  const { world, at, subject, fresh } = wanted;
  if (isOwn(subject)) return { params: { person: self(wanted) }, body: { to: 'head' } };
  if (fresh) {
    const report = await aReport(world, await at.actor('staff'), { who: `Oakley ${at.family}` });
    await aTaskIn(world, await at.actor('head'), report, await actorFor(world, at.school, at.others.colleague));
  }
  return { params: { person: at.others.colleague }, body: { to: 'head' } };
};

export const postRequests: Readonly<Record<string, Make>> = {
  '/people/posts/fill': ({ world, at }) => ({
    body: { post: nextPost(world), person: at.others.colleague, from: '2026-11-23' },
  }),
  '/people/posts/:id/end': post,
  '/people/:person/hand-over': openWork,
  '/people/cover': awayColleague,
  '/people/cover/:id/end': cover,
  '/account/mail': () => ({ body: { at: '16:00', days: 'school-days', wanted: 'posts' } }),
  '/mail/returned/:id/try-again': stoppedAddress,
};
