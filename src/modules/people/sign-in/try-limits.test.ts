import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { checkPassword } from '../sign-in.ts';
import { ADULT_PASSWORD, anAdult, aPupil, aSchool, PUPIL_PASSWORD } from '../testing.ts';
import { tryLimits } from './try-limits.ts';

const INSIDE = '10.20.5.1';
const OUTSIDE = '203.0.113.7';

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, {
    roles: ['staff'],
    email: 'ada@school.example',
    password: ADULT_PASSWORD,
  });
  return { world, school, person };
}

interface Given {
  readonly name?: string;
  readonly password?: string;
  readonly address?: string;
  readonly knownDevice?: string;
}

/** `in`, `wrong` or `wait`. */
async function tried(world: World, given: Given): Promise<string> {
  try {
    const who = await checkPassword(world.parts, {
      name: given.name ?? 'ada@school.example',
      password: given.password ?? 'not the password',
      address: given.address ?? INSIDE,
      knownDevice: given.knownDevice,
    });
    return who === undefined ? 'wrong' : 'in';
  } catch (error) {
    assert.ok(error instanceof Refused && error.code === 'SG-TOO-MANY', String(error));
    return 'wait';
  }
}

async function knownBrowser(world: World, school: SchoolId, person: PersonId): Promise<string> {
  const device = world.ids.secret(16);
  await world.parts.devices.note(device, { school, person, words: 'a browser' });
  return device;
}

test('thirty behind one address inside, each with a few wrong ones, all get in', async (t) => {
  const { world, school } = await start(t);
  const names = [];
  for (let n = 0; n < 30; n++) {
    const username = `pupil.${String(n)}`;
    await aPupil(world, school, { given: 'Sam', family: `Hill-${String(n)}`, username, password: PUPIL_PASSWORD });
    names.push(username);
  }
  for (const name of names) {
    for (let wrong = 0; wrong < 3; wrong++) assert.equal(await tried(world, { name }), 'wrong');
  }
  for (const name of names) assert.equal(await tried(world, { name, password: PUPIL_PASSWORD }), 'in', name);
});

test('whoever tries one name from many computers does not lock its owner out of the browser they use', async (t) => {
  const { world, school, person } = await start(t);
  const own = await knownBrowser(world, school, person);
  const others = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const other = await anAdult(world, school, { roles: ['staff'], family: `Other-${String(n)}` });
      return knownBrowser(world, school, other);
    }),
  );
  let waits = 0;
  for (let n = 0; n < 40; n++) {
    const knownDevice = others[n % 4];
    const from = { address: n % 2 === 0 ? INSIDE : `203.0.113.${String(n)}` };
    if ((await tried(world, knownDevice === undefined ? from : { ...from, knownDevice })) === 'wait') waits += 1;
  }
  assert.ok(waits >= 20, 'the attacker waits');
  assert.equal(await tried(world, { password: ADULT_PASSWORD }), 'wait', 'on a browser that is new the name waits');
  assert.equal(await tried(world, { password: ADULT_PASSWORD, knownDevice: own }), 'in');
  assert.equal(await tried(world, { password: ADULT_PASSWORD, knownDevice: own, address: '198.51.100.1' }), 'in');
});

test('a browser that its owner knows is limited too', async (t) => {
  const { world, school, person } = await start(t);
  const knownDevice = await knownBrowser(world, school, person);
  for (let n = 0; n < tryLimits.knownBrowser.times; n++) assert.equal(await tried(world, { knownDevice }), 'wrong');
  assert.equal(await tried(world, { knownDevice, password: ADULT_PASSWORD }), 'wait');
  world.clock.advance({ minutes: 15 });
  assert.equal(await tried(world, { knownDevice, password: ADULT_PASSWORD }), 'in');
});

test('an address outside is limited whatever the names, and one inside is not at that number; good sign-ins are no tries', async (t) => {
  const { world } = await start(t);
  const { times } = tryLimits.addressOutside;
  for (let n = 0; n < 5; n++) assert.equal(await tried(world, { address: OUTSIDE, password: ADULT_PASSWORD }), 'in');
  // Used up without the work of each password: fifty wrong ones for names that nobody has.
  for (let n = 0; n < times; n++) await world.parts.limits.use(tryLimits.addressOutside, OUTSIDE);
  for (let n = 0; n < times; n++) await world.parts.limits.use(tryLimits.addressInside, INSIDE);
  assert.equal(await tried(world, { address: OUTSIDE, password: ADULT_PASSWORD }), 'wait');
  assert.equal(await tried(world, { address: INSIDE, password: ADULT_PASSWORD }), 'in');
});

test('a name that nobody has waits after as many tries as one that somebody has', async (t) => {
  const { world } = await start(t);
  const answers = async (name: string): Promise<string[]> => {
    const said = [];
    for (let n = 0; n < tryLimits.nameInside.times + 2; n++) said.push(await tried(world, { name }));
    return said;
  };
  assert.deepEqual(await answers('nobody@school.example'), await answers('ada@school.example'));
});
