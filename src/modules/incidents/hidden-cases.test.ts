import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { signedIn } from '../people/testing.ts';
import { incidentsAbout } from './index.ts';
import { redactedLog } from './redacted.ts';
import { viewToSign, termNamed } from './sign-off.ts';
import { aCast, aClassifiedOne, aReport, aSafeOne, type Cast } from './testing.ts';

/** A case that is hidden from somebody must not show as one more in a figure that they read. */

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld({ seed: 'hidden-cases' });
  cast = await aCast(world);
  await aReport(world, cast.teacher, { details: 'A game at lunch.' });
});
after(() => world.end());

const reading = () => readHandle(world.store.reading, cast.school);

async function figures(): Promise<readonly unknown[]> {
  const shown = [];
  const controls = world.modules.find(({ name }) => name === 'incidents')?.controls ?? [];
  assert.ok(controls.length > 15, 'all controls of incidents');
  const now = world.clock.now();
  for (const control of controls) {
    const { state, figure, latest } = await control.evidence(reading(), { now });
    // What is true at the moment of asking says so, and moves with the clock alone.
    shown.push({
      code: control.code,
      state,
      figure,
      latest: latest?.equals(now) === true ? 'now' : latest?.toString(),
    });
  }
  return shown;
}

test('no figure, count or view moves when an allegation about an adult is logged and worked', async () => {
  const readers: readonly PersonActor[] = [cast.dsl, cast.deputy, cast.lead, cast.governor];
  const term = await termNamed(reading(), '', world.clock.now());
  await aSafeOne(world, cast.dsl, await aReport(world, cast.teacher, { details: 'A picture.' }));
  world.clock.advance({ minutes: 5 });
  const seen = async () => ({
    figures: await figures(),
    governors: await redactedLog(reading(), term),
    signed: await Promise.all(
      [cast.dsl, cast.governor].map(
        async (one) => (await viewToSign(reading(), { actor: one, reviewers: ['dsl'] }, term)).hash,
      ),
    ),
    about: await Promise.all(readers.map((one) => incidentsAbout(reading(), one, cast.pupil))),
  });
  const before = await seen();
  assert.match(JSON.stringify(before.figures), /2 concerns put before/);
  world.clock.advance({ minutes: 5 });
  const hidden = await aReport(world, cast.teacher, { about: 'staff', details: 'A private phone.' });
  await aClassifiedOne(world, cast.head, hidden, 'allegation', { about: 'staff' });
  await aReport(world, cast.teacher, { about: 'head', details: 'A message.' });
  await aReport(world, cast.teacher, { about: 'chair', details: 'Another message.' });
  assert.deepEqual(await seen(), before);
  assert.equal(await incidentsAbout(reading(), cast.head, cast.pupil), 3, 'the head may open the one about staff');
});

test('what the head signed tells the safeguarding lead neither how many incidents nor that they were others', async () => {
  const head = await signedIn(world, cast.head.person, cast.school);
  const page = await head.get('/incidents/sign-off');
  const hash = /name="hash" value="([0-9a-f]+)"/.exec(page.html)?.[1] ?? '';
  const sent = await head.post('/incidents/sign-off', { term: '2026-autumn', hash, confirm: 'yes' });
  assert.equal(sent.status, 303, sent.text);
  assert.match(
    (await head.follow()).text,
    /Headteacher, [^:]*:\d\d[^:]*: 3 incidents, full view, exactly what you see below/,
  );
  const dsl = await signedIn(world, cast.dsl.person, cast.school);
  const shown = await dsl.get('/incidents/sign-off');
  assert.match(shown.text, /Headteacher, .*: what they may see\./);
  assert.doesNotMatch(shown.html, new RegExp(hash.slice(0, 12)));
});
