import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openBrowser } from '../../../test/support/browser.ts';
import { makeWorld } from '../../../test/support/world.ts';
import type { Control, Evidence, SchoolgateModule } from '../module.ts';
import { actorFor, anAdult, aPupil, signedIn } from '../people/testing.ts';
import { makeHomeQuery, mostUrgent } from './home.ts';
import { makeSetUpLink } from './index.ts';
import { aSchool } from './testing.ts';

const line = (text: string, urgency: 1 | 2 | 3) => ({ text, urgency, href: '/', action: 'Look' });

test('the most urgent lines come first, at most seven, and the others are counted', () => {
  const lines = [
    line('a', 3),
    line('b', 1),
    line('c', 2),
    ...Array.from({ length: 7 }, (_, n) => line(`d${String(n)}`, 3)),
  ];
  const shown = mostUrgent(lines);
  assert.deepEqual(
    shown.lines.map((one) => one.text),
    ['b', 'c', 'a', 'd0', 'd1', 'd2', 'd3'],
  );
  assert.equal(shown.more, 3);
  assert.deepEqual(mostUrgent([]), { lines: [], more: 0 });
});

test('home shows each role what needs them, and every figure says how sure it is', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  await aPupil(world, school);
  for (const role of ['head', 'dsl', 'lead', 'staff', 'technician', 'office', 'governor', 'chair'] as const) {
    const person = await anAdult(world, school, { roles: [role] });
    const page = await (await signedIn(world, person, school)).get('/');
    assert.equal(page.status, 200, role);
    const figures = page.html.split('class="sg-figure"').slice(1);
    assert.ok(figures.length <= 6, role);
    for (const figure of figures) assert.match(figure, /MEASURED|SELF-REPORTED|NOTHING YET|OUT OF DATE|NOT COVERED/i);
  }
});

test('home calls nothing measured that has no data', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const shown = (title: string, evidence: Partial<Evidence>): Control => ({
    code: title,
    kind: 'report',
    makesTrue: title,
    effect: 'evidenced',
    title,
    onHome: () => true,
    opens: () => true,
    openedBy: 'Everybody',
    evidence: () =>
      Promise.resolve({ state: 'met', kind: 'measured', figure: '12', latest: undefined, href: '/', ...evidence }),
  });
  const first = world.modules[0];
  assert.ok(first !== undefined);
  const whole = (): SchoolgateModule[] => [
    {
      ...first,
      duties: [],
      controls: [
        shown('A number', {}),
        shown('No data', { state: 'no-data', figure: 'No incident has been recorded yet.' }),
        shown('Old data', { state: 'no-data', latest: world.clock.now() }),
      ],
    },
  ];
  const person = await anAdult(world, school, { roles: ['head'] });
  const query = makeHomeQuery({ whole, log: world.parts.log });
  const home = await world.runner.ask(query, await actorFor(world, school, person), {});
  assert.deepEqual(
    home.figures.map(({ kind }) => kind),
    ['measured', 'not-covered', 'out-of-date'],
  );
});

test('the school’s name is changed once per version: the second of two is told, and their words are kept', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, { roles: ['head'] });
  const head = await signedIn(world, person, school);
  await head.get('/school');
  assert.match(
    (await head.post('/school', { name: 'A', website: 'ftp://x', version: '1' })).text,
    /must begin with https/,
  );
  assert.equal((await head.post('/school', { name: 'Elm Bank', website: '', version: '1' })).location, '/school');
  assert.match((await head.follow()).text, /Elm Bank/);
  const late = await head.post('/school', { name: 'Oak Bank', website: '', version: '1' });
  assert.equal(late.status, 409);
  assert.match(late.text, /Somebody else changed this.*Oak Bank/);
});

test('a set-up link is kept only as a hash, ends after seven days, and a new one can be made', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const link = (await makeSetUpLink(world.parts)) ?? '';
  const path = new URL(link).pathname;
  const rows = await world.store.reading.selectFrom('set_up_link').selectAll().execute();
  assert.ok(!JSON.stringify(rows).includes(path.slice('/set-up/'.length)));
  const browser = openBrowser(world.web);
  world.clock.advance({ hours: 7 * 24 - 1 });
  assert.equal((await browser.get(path)).status, 200);
  world.clock.advance({ hours: 1 });
  assert.equal((await browser.get(path)).status, 404);
  assert.equal((await browser.get('/set-up/not-a-token-anybody-was-given-at-all')).status, 404);
  const next = new URL((await makeSetUpLink(world.parts)) ?? '').pathname;
  assert.equal((await browser.get(next)).status, 200);
});

test('a parent finds the policy to read from the home page, and can open it', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const query = makeHomeQuery({ whole: () => world.modules, log: world.parts.log });
  const actor = await actorFor(world, school, await anAdult(world, school, { roles: ['staff'] }));
  const asked = async (roles: typeof actor.roles) => (await world.runner.ask(query, { ...actor, roles }, {})).links;
  const link = (await asked(new Set(['parent'] as const))).find(({ href }) => href.startsWith('/policy/read'));
  assert.equal(link?.text, 'Read the online safety policy');
  assert.equal((await (await signedIn(world, actor.person, school)).get(link.href)).status, 200);
  assert.ok((await asked(new Set(['staff'] as const))).every(({ href }) => !href.startsWith('/policy/read')));
});
