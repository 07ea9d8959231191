import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { givenRoles } from '../../src/modules/people/words.ts';
import { actorFor, anAdult, aSchool, signedIn } from '../../src/modules/people/testing.ts';
import { readPack } from '../../src/modules/policy/pack.ts';
import { settle } from '../../src/modules/policy/settling.ts';
import { knownControls } from '../../src/modules/policy/known-controls.ts';
import { aPolicy } from '../../src/modules/policy/testing.ts';
import { standards } from '../../src/modules/standards/standard-files.ts';
import type { Role } from '../../src/platform/access/roles.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What packs name and what the program has are two lists: this compares them. */

const folder = join(import.meta.dirname, '..', '..', 'policies');
const packs = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readPack(readFileSync(join(folder, file), 'utf8'), file));

/** Controls that nothing is bound to, each with why it is there all the same. */
const boundByNothing: Readonly<Record<string, string>> = {
  'contradictions-resolved':
    'no policy speaks of its own contradictions; the policy’s pages and the home page ask for them',
  'duty-retention-run': 'clauses say how long things are kept and count on retention-run, which sees whether they went',
  'legal-hold': 'no policy speaks of legal holds; it keeps retention from deleting what a court may ask for',
  'mail-goes-out': 'what is told by mail is bound to what is told; this watches the post itself',
  'outside-shut': 'no policy speaks of reaching Schoolgate from outside; SECURITY.md promises it',
};

/** Controls that a standard counts on and no clause, each with why: everything else is evidence for both. */
const boundByStandardsOnly: Readonly<Record<string, string>> = {
  'duty-asset-review':
    'the review of the asset registers before each budget is asked by the digital leadership standard',
  'duty-prevent-risk-assessment': 'the Prevent risk assessment is asked by law, and no policy speaks of it',
};

const editions = [...standards().values()].flatMap(({ current, earlier }) => [current, ...earlier]);
const requirements = editions.flatMap((one) => one.requirements);

describe('the controls', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  const live = (): string[] => world.modules.flatMap((module) => module.controls.map(({ code }) => code));

  test('are each declared by one module', () => {
    const codes = live();
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    );
  });

  for (const pack of packs) {
    test(`that the pack ${pack.code} counts on are in the program`, () => {
      const known = knownControls(world.parts);
      assert.deepEqual(
        pack.clauses.flatMap(({ controls }) => controls).filter((code) => !known(code)),
        [],
      );
    });

    test(`make each clause of the pack ${pack.code} true, or it tells somebody something`, () => {
      assert.deepEqual(
        pack.clauses.filter(({ controls, guidance }) => controls.length === 0 && guidance === null).map(({ id }) => id),
        [],
      );
    });
  }

  test('are each what a clause or a standard counts on, or say why not', () => {
    const counted = new Set(packs.flatMap(({ clauses }) => clauses.flatMap(({ controls }) => controls)));
    const asked = new Set(requirements.flatMap(({ controls }) => controls));
    const free = live().filter((code) => !counted.has(code) && !asked.has(code));
    assert.deepEqual(free.toSorted(), Object.keys(boundByNothing).toSorted());
    assert.deepEqual([...asked.difference(counted)].toSorted(), Object.keys(boundByStandardsOnly).toSorted());
  });

  test('that a requirement of a standard counts on are in the program, or it says in a sentence why none is', () => {
    const known = knownControls(world.parts);
    assert.ok(editions.length >= 9 && requirements.length > 150, String(requirements.length));
    for (const { id, controls, notMet } of requirements) {
      assert.deepEqual(
        controls.filter((code) => !known(code)),
        [],
        id,
      );
      if (controls.length === 0) assert.match(notMet ?? '', /^\p{Lu}.{20,}\.$/u, id);
      else assert.equal(notMet, null, id);
    }
  });
});

describe('the records behind the figures', () => {
  test('are linked for those who may open them and for nobody else; the others read who may', async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    const school = await aSchool(world);
    await aPolicy(world, school);
    const controls = world.modules.flatMap((module) => module.controls);
    const now = world.clock.now();
    const hrefs = new Map<string, string>();
    const closed: string[] = [];
    for (const { code, evidence } of controls)
      hrefs.set(code, (await evidence(readHandle(world.store.reading, school), { now })).href);
    for (const role of givenRoles) {
      const person = await anAdult(world, school, { roles: [role] });
      const actor = await actorFor(world, school, person);
      const browser = await signedIn(world, person, school);
      const home = await browser.get('/');
      // Many controls share a page: each is opened once by each role.
      const opened = new Set<string>();
      for (const control of controls) {
        const href = hrefs.get(control.code) ?? '';
        const opens = control.opens(actor);
        if (opens && !opened.has(href) && (await browser.get(href)).status !== 200)
          closed.push(`${role}: ${control.code} leads to ${href}`);
        if (opens) opened.add(href);
        if (control.onHome?.(actor) !== true) continue;
        const figures = home.html.split('class="sg-figure"').map((each) => each.slice(0, each.indexOf('</div>')));
        const figure = figures.find((each) => each.includes(control.title)) ?? '';
        assert.equal(figure.includes(`href="${href}"`), opens, `${role}: ${control.code}`);
        assert.equal(figure.includes(`${control.openedBy} can open the records.`), !opens, `${role}: ${control.code}`);
      }
    }
    assert.deepEqual(closed, []);
  });

  test('are named on the page of a clause in the same way', async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    const school = await aSchool(world);
    await aPolicy(world, school);
    const pageFor = async (role: Role): Promise<string> => {
      const browser = await signedIn(world, await anAdult(world, school, { roles: [role] }), school);
      return (await browser.get('/policy/clauses/s1-118')).html;
    };
    assert.match(await pageFor('dsl'), /href="\/incidents"[^>]*>See the records behind it/);
    const shown = await pageFor('governor');
    assert.doesNotMatch(shown, /See the records behind it/);
    assert.match(shown, /The safeguarding lead and the headteacher can open the records\./);
  });
});

describe('the settings', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  test('are each declared by one module', () => {
    const codes = world.modules.flatMap((module) => module.settings.map(({ code }) => code));
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    );
  });

  test('have a fallback that they can have themselves', () => {
    const wrong = world.modules
      .flatMap((module) => module.settings)
      .filter(({ schema, fallback }) => !schema.safeParse(fallback).success);
    assert.deepEqual(
      wrong.map(({ code }) => code),
      [],
    );
  });

  for (const pack of packs) {
    test(`that the pack ${pack.code} fixes can be obeyed by the modules that declare them`, () => {
      const declared = new Map(
        world.modules.flatMap((module) => module.settings.map((setting) => [setting.code, setting] as const)),
      );
      const clashes = settle(pack).filter(
        ({ code, value }) => declared.get(code)?.schema.safeParse(value).success === false,
      );
      assert.deepEqual(clashes, []);
    });
  }
});
