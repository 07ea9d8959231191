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
import type { Sphere } from './words.ts';

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

/** A world of its own, in which these concerns about adults were logged or none, and a request about Robin goes its way: what each page of it says to each of `told`, and what the trail counts for them. */
async function aRequestSeen(told: readonly ('head' | 'dsl' | 'office')[], hidden: readonly Sphere[]): Promise<unknown> {
  const own = await makeWorld({ seed: 'hidden-in-a-copy' });
  try {
    const people = await aCast(own);
    await aReport(own, people.teacher, { details: 'A game at lunch.' });
    for (const about of hidden) await aReport(own, people.teacher, { about, details: 'A private phone.' });
    const as = (who: 'head' | 'dsl' | 'office') => signedIn(own, people[who].person, people.school);
    const who = { office: await as('office'), dsl: await as('dsl'), head: await as('head') };
    const seen: string[] = [];
    const tell = async (path: string): Promise<void> => {
      for (const one of told) {
        const { status, text } = await who[one].get(path);
        seen.push(`${one} ${String(status)} ${text}`);
      }
    };
    const day = { 'received-day': '20', 'received-month': '11', 'received-year': '2026' };
    const asked = { name: 'Robin Sample', as: 'parent', asker: 'The mother', identity: 'Known.', wants: '', ...day };
    await who.office.get('/privacy/requests/add');
    const { location: address = '' } = await who.office.post('/privacy/requests/add', asked);
    const everything = async (): Promise<void> => {
      for (const path of ['/', '/privacy/requests', address, `${address}/sign`, `${address}/copy.html`])
        await tell(path);
    };
    for (const one of [...told, 'office'] as const) {
      await who[one].get(address);
      assert.equal((await who[one].post(`${address}/gather`)).status, 303);
      const notice = await who[one].follow();
      if (told.includes(one)) seen.push(notice.text);
    }
    await everything();
    const seenIn = (html: string): string => /name="seen" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '';
    for (const one of ['dsl', 'head'] as const) {
      const { html } = await who[one].get(address);
      for (const [, href = ''] of html.matchAll(/href="(\/privacy\/requests\/[^"]+\/pieces\/[^"]+)">/g)) {
        const given = { decision: 'give', exemption: '', reason: '', seen: seenIn((await who[one].get(href)).html) };
        assert.equal((await who[one].post(href, given)).status, 303);
      }
      await everything();
    }
    const { html } = await who.head.get(`${address}/sign`);
    assert.equal((await who.head.post(`${address}/sign`, { seen: seenIn(html) })).status, 303);
    await everything();
    await who.office.get(`${address}/give`);
    const on = { how: 'To the mother.', 'on-day': '23', 'on-month': '11', 'on-year': '2026' };
    assert.equal((await who.office.post(`${address}/give`, on)).status, 303);
    await everything();
    const rows = await own.store.reading.selectFrom('audit_event').selectAll().orderBy('seq').execute();
    const theirs = new Set<unknown>(told.map((one) => people[one].person));
    const counted = rows
      .filter((row) => String(row['event']).startsWith('subject-') && theirs.has(row['actor']))
      .map((row) => `${String(row['event'])} ${/"(?:pieces|shown)":\d+/.exec(String(row['data']))?.[0] ?? ''}`);
    const apart = /[0-9a-f]{64}|reference: [0-9a-f-]{36}/g;
    return { seen: seen.map((one) => one.replaceAll(apart, '')), counted };
  } finally {
    await own.end();
  }
}

test('a request for a copy tells the headteacher nothing of what is logged about them, or about the chair', async () => {
  const without = await aRequestSeen(['head', 'dsl', 'office'], []);
  assert.match(JSON.stringify(without), /pieces gathered.+This copy has .+"shown\\":/s);
  assert.deepEqual(await aRequestSeen(['head', 'dsl', 'office'], ['head', 'chair']), without);
});

test('a request for a copy tells the safeguarding lead and the office nothing of what is logged about staff', async () => {
  assert.deepEqual(await aRequestSeen(['dsl', 'office'], ['staff', 'head']), await aRequestSeen(['dsl', 'office'], []));
});
