import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Role } from '../../../platform/access/roles.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool, anAdult, signedIn, worked } from '../../people/testing.ts';
import { makeChangeSetting } from '../commands/change-setting.ts';
import { aPolicy, someoneWith } from '../testing.ts';
import { makePublishDraft, takeDraftStep } from './commands/take-step.ts';
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
          : world.runner.run(takeDraftStep, actor, { ...body, id, action }),
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
      assert.equal(sent.status, 303, sent.text);
    });
  }

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
