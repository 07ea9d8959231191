import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { actorFor, anAdult, aSchool, signedIn, worked } from '../testing.ts';
import { makeEndRoleToday } from '../commands/end-role.ts';
import { showPosts } from '../queries/show-posts.ts';
import { endCover, nameCover } from './name-cover.ts';

let world: World;
let school: SchoolId;
let head: PersonId;
let dsl: PersonId;
let teacher: PersonId;
beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  head = await anAdult(world, school, { roles: ['head'], given: 'Grace', family: 'Adeyemi' });
  dsl = await anAdult(world, school, { roles: ['dsl'], given: 'Dana', family: 'Ivory' });
  teacher = await anAdult(world, school, { roles: ['staff'], given: 'Tom', family: 'Reed' });
});
afterEach(() => world.end());

const actor = (person: PersonId) => actorFor(world, school, person);
const days = { from: '2026-11-24', last: '2026-11-27' };
const cover = async (by: PersonId, given: Record<string, string> = {}) =>
  world.runner.run(nameCover, await actor(by), { holder: dsl, role: 'dsl', person: teacher, ...days, ...given });
const has = async (person: PersonId): Promise<boolean> => (await actor(person)).roles.has('dsl');
const at = (text: string): void => {
  world.clock.set(Temporal.Instant.from(text));
};

describe('a cover', () => {
  it('has the role on its days and on no others, and keeps what was theirs', async () => {
    worked(await cover(dsl));
    assert.equal(await has(teacher), false);
    at('2026-11-24T00:00:00Z');
    assert.equal(await has(teacher), true);
    assert.ok((await actor(teacher)).roles.has('staff'));
    assert.equal(await has(dsl), true, 'whoever is away still has it');
    at('2026-11-27T23:59:00Z');
    assert.equal(await has(teacher), true);
    at('2026-11-28T00:00:00Z');
    assert.equal(await has(teacher), false);
  });

  it('is told to both, once, in words that name nobody', async () => {
    worked(await cover(head));
    const rows = await world.store.reading.selectFrom('mail_outbox').select(['person_id', 'kind']).execute();
    assert.deepEqual(
      rows.map((row) => `${String(row['kind'])} ${String(row['person_id'])}`).sort(),
      [`cover-given ${teacher}`, `cover-of-yours ${dsl}`].sort(),
    );
  });

  it('is named by the person or the head, and by nobody else', async () => {
    const other = await anAdult(world, school, { roles: ['lead'], family: 'Lead' });
    await assert.rejects(cover(other), Refused);
    await assert.rejects(cover(teacher), Refused);
    worked(await cover(head));
  });

  it('cannot be passed on by who only covers, nor named in a role that is not theirs', async () => {
    worked(await cover(dsl, { from: '2026-11-23' }));
    assert.equal(await has(teacher), true);
    await assert.rejects(cover(teacher, { holder: teacher, person: head }), Refused);
    await assert.rejects(cover(dsl, { role: 'head' }), Refused);
  });

  it('is refused for days that are past, the wrong way round, too long, or already theirs', async () => {
    for (const [given, field] of [
      [{ from: '2026-11-20' }, 'from'],
      [{ last: '2026-11-23' }, 'last'],
      [{ last: '2027-12-31' }, 'last'],
      [{ person: dsl }, 'person'],
    ] as const) {
      const outcome = await cover(dsl, given);
      assert.ok(!outcome.ok);
      assert.equal(outcome.errors[0]?.field, field);
    }
    worked(await cover(dsl));
    assert.ok(!(await cover(dsl)).ok);
  });

  it('ends early by either of them, from that moment', async () => {
    const id = worked(await cover(dsl, { from: '2026-11-23' }));
    assert.equal(await has(teacher), true);
    worked(await world.runner.run(endCover, await actor(teacher), { id }));
    assert.equal(await has(teacher), false);
    await assert.rejects(async () => world.runner.run(endCover, await actor(head), { id }), Refused);
  });

  it('ends when the role of the one it is for ends', async () => {
    worked(await cover(dsl, { from: '2026-11-23' }));
    worked(await world.runner.run(makeEndRoleToday(world.parts), await actor(head), { person: dsl, role: 'dsl' }));
    assert.equal(await has(teacher), false);
  });

  it('does not fill a post: whoever is away still holds it, and a vacant one stays vacant', async () => {
    worked(await cover(dsl, { from: '2026-11-23' }));
    const posts = (await world.runner.ask(showPosts, await actor(head), {})).posts;
    const post = posts.find((one) => one.role === 'dsl');
    assert.deepEqual(
      post?.holders.map((one) => one.id),
      [dsl],
    );
    assert.deepEqual(
      post.covers.map((one) => [one.id, one.holder, one.last]),
      [[teacher, 'Dana Ivory', '2026-11-27']],
    );
  });

  it('shows on the pages of both', async () => {
    worked(await cover(dsl, { from: '2026-11-23' }));
    const browser = await signedIn(world, teacher, school);
    assert.match((await browser.get('/')).text, /You cover for Dana Ivory as .* until 27 November 2026/);
    assert.match((await browser.get('/people/cover')).text, /Tom Reed for Dana Ivory/);
    const asHead = await signedIn(world, head, school);
    assert.match((await asHead.get('/people/roles')).text, /Tom Reed, covering for Dana Ivory until 27 November 2026/);
  });
});

describe('posts', () => {
  it('without rights are filled and ended, count as vacant meanwhile, and are kept in the history', async () => {
    const asHead = await signedIn(world, head, school);
    const before = await asHead.get('/people/roles');
    assert.match(before.text, /Data protection officer Vacant/);
    await asHead.get('/people/posts/fill');
    const filled = await asHead.post('/people/posts/fill', {
      post: 'dpo',
      person: teacher,
      'from-day': '1',
      'from-month': '9',
      'from-year': '2026',
    });
    assert.equal(filled.status, 303, filled.text);
    const after = await asHead.get('/people/roles');
    assert.match(after.text, /Data protection officer Tom Reed ?, from 1 September 2026/);
    const action = /action="(\/people\/posts\/[^"]+\/end)"/.exec(after.html)?.[1] ?? '';
    await asHead.post(action);
    assert.match((await asHead.get('/people/roles')).text, /Data protection officer Vacant/);
    assert.match(
      (await asHead.get('/people/posts/history')).text,
      /Data protection officer Tom Reed 1 September 2026 22 November 2026/,
    );
  });

  it('that are vacant are shown to the head, the chair and the governor', async () => {
    for (const role of ['chair', 'governor'] as const) {
      const person = await anAdult(world, school, { roles: [role], family: `Gov-${role}` });
      const browser = await signedIn(world, person, school);
      assert.match((await browser.get('/')).text, /posts are vacant.*See which/);
      assert.equal((await browser.get('/people/roles')).status, 200);
    }
  });
});
