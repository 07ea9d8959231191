import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Role } from '../../../platform/access/roles.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool, anAdult, signedIn, worked } from '../../people/testing.ts';
import { makeChangeSetting } from '../commands/change-setting.ts';
import { recordReview } from '../commands/record-review.ts';
import { aPolicy, someoneWith } from '../testing.ts';
import { makePublishDraft, makeTakeDraftStep } from './commands/take-step.ts';
import { aDraft, hashOf } from './testing.ts';
import type { DraftState } from './workflow.ts';

/** Each step that puts a name under the text: from which state, by whom, on which page. */
const steps: readonly {
  readonly action: string;
  readonly from: DraftState;
  readonly by: Role;
  readonly path: string;
  readonly note: string;
}[] = [
  { action: 'approve', from: 'approval', by: 'governor', path: 'step/approve', note: 'Minute 7' },
  { action: 'sign', from: 'approved', by: 'chair', path: 'step/sign', note: '' },
  { action: 'publish', from: 'signed', by: 'head', path: 'publish', note: '' },
];

describe('a name under a version of the policy', () => {
  let world: World;
  let school: SchoolId;
  const as = async (role: Role) => signedIn(world, await anAdult(world, school, { roles: [role] }), school);
  const changeASetting = async () =>
    worked(
      await world.runner.run(makeChangeSetting(world.parts), someoneWith(world, school, 'head'), {
        setting: 'image-archive',
        value: 'selected',
        why: 'The governors want it.',
      }),
    );
  const field = (html: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    await aPolicy(world, school);
  });
  afterEach(() => world.end());

  for (const { action, from, by, path, note } of steps) {
    test(`${action}: asks those whose browser was left open to confirm that it is they`, async () => {
      const { id } = await aDraft(world, school, from);
      const browser = await as(by);
      const there = `/policy/draft/${id}/${path}`;
      const shown = await browser.get(there);
      assert.equal(shown.status, 200);
      world.clock.advance({ minutes: 11 });
      const body = { version: field(shown.html, 'version'), sha256: field(shown.html, 'sha256'), note };
      const confirm = `/account/confirm?next=${encodeURIComponent(there)}`;
      assert.deepEqual(
        [(await browser.post(there, body)).location, (await browser.get(there)).location],
        [confirm, confirm],
      );

      // The command asks the same, whatever page it came by.
      const actor = someoneWith(world, school, by);
      await assert.rejects(
        action === 'publish'
          ? world.runner.run(makePublishDraft(world.parts), actor, { ...body, id })
          : world.runner.run(makeTakeDraftStep(world.parts), actor, { ...body, id, action }),
        Refused,
      );
    });

    test(`${action}: shows the whole text, and takes no name for another one`, async () => {
      const { id } = await aDraft(world, school, from);
      const browser = await as(by);
      const there = `/policy/draft/${id}/${path}`;
      const shown = await browser.get(there);
      assert.match(shown.text, /This is exactly what you put your name under/);
      assert.match(shown.text, /1\.1 .*What our school has chosen.*Version history.*Your name under it/);
      const body = { version: field(shown.html, 'version'), sha256: field(shown.html, 'sha256'), note };
      for (const wrong of [
        { ...body, sha256: '0'.repeat(64) },
        { version: body.version, note },
      ]) {
        const refused = await browser.post(there, wrong);
        assert.equal(refused.status, 422);
        assert.match(refused.text, /The text is no longer what you had on your screen/);
      }
      // What the school sets itself stands in the document too.
      await changeASetting();
      assert.match((await browser.post(there, body)).text, /The text is no longer what you had on your screen/);
      const again = await browser.get(there);
      const sent = await browser.post(there, { ...body, sha256: field(again.html, 'sha256') });
      if (action === 'approve') {
        assert.equal(sent.status, 303, sent.text);
        return;
      }
      // Governors approved another text: it goes back to them, and on from there.
      assert.equal(sent.status, 422);
      assert.match(sent.text, /changed since governors approved it. Send it back/);
      const chair = await as('chair');
      const head = await as('head');
      const take = async (who: typeof chair, way: string, words: string) => {
        const page = await who.get(`/policy/draft/${id}/${way}`);
        const sha256 = field(page.html, 'sha256');
        const given = { version: field(page.html, 'version'), note: words, ...(sha256 === '' ? {} : { sha256 }) };
        const taken = await who.post(`/policy/draft/${id}/${way}`, given);
        assert.equal(taken.status, 303, taken.text);
      };
      await take(chair, 'step/send-back', 'A setting changed.');
      await take(head, 'step/ask-approval', '');
      await take(chair, 'step/approve', 'Minute 8');
      await take(chair, 'step/sign', '');
      await take(head, 'publish', '');
    });
  }

  test('is for all that the page shows: what the program adds, the day of the next review, the name of the school', async () => {
    const { id } = await aDraft(world, school, 'approved');
    const hashes = new Set([await hashOf(world, school, id)]);
    const changed = async (what: string, change: () => Promise<unknown>) => {
      const before = hashes.size;
      await change();
      hashes.add(await hashOf(world, school, id));
      assert.equal(hashes.size, before + 1, what);
    };
    await changed('the next review', async () =>
      worked(await world.runner.run(recordReview, someoneWith(world, school, 'head'), { on: '2027-09-01' })),
    );
    await changed('where to get help', () =>
      world.store.transaction((db) =>
        db
          .insertInto('policy_setting')
          .values({
            school_id: school,
            id: world.ids.next(),
            code: 'trusted-adult',
            value: '"the person at the gate"',
            set_at: world.clock.now().toString(),
            set_by: 'the-head',
          })
          .execute(),
      ),
    );
    await changed('the name of the school', () =>
      world.store.transaction((db) => db.updateTable('school').set({ name: 'Another name' }).execute()),
    );
  });

  test('other steps ask neither', async () => {
    const { id, version } = await aDraft(world, school, 'approval');
    const head = await as('head');
    world.clock.advance({ minutes: 11 });
    const there = `/policy/draft/${id}/step/send-back`;
    assert.equal((await head.get(there)).status, 200);
    assert.equal((await head.post(there, { version, note: 'Mend clause 3.' })).status, 303);
  });

  test('is kept with the hash of the text: the same for governors, chair and head', async () => {
    const { id } = await aDraft(world, school, 'signed');
    const rows = await world.store.reading
      .selectFrom('audit_event')
      .select('data')
      .where('event', '=', 'policy-draft-signed')
      .orderBy('seq')
      .execute();
    const sha256 = await hashOf(world, school, id);
    assert.deepEqual(
      rows.map(({ data }): unknown => JSON.parse(String(data))),
      [
        { action: 'approve', sha256 },
        { action: 'sign', sha256 },
      ],
    );
  });
});
