import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { aRegisterSchool } from '../../../test/support/register-school.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { anAdult, signedIn } from '../people/testing.ts';
import { askControls, knownControls } from '../policy/index.ts';
import { aPolicy, ownPack } from '../policy/testing.ts';

const village = readFileSync(join(import.meta.dirname, '../../../policies/village.yaml'), 'utf8')
  .replace('code: village', 'code: ours')
  .replace('controls: [incident-log-columns]\n  - id: s1-120', 'controls: [own-register-clubs]\n  - id: s1-120');

test('a policy may count on a register of the school’s own: NOT COVERED until it exists, and then as what is in it', async (t) => {
  const { world, school } = await aRegisterSchool('own-register-control');
  t.after(() => world.end());
  await ownPack(world, 'ours', village);
  await aPolicy(world, school, { pack: 'ours' });
  const standing = async () => {
    const db = readHandle(world.store.reading, school);
    const answer = (await askControls(db, world.parts, ['own-register-clubs'])).get('own-register-clubs');
    return [answer?.state, answer?.evidence?.figure];
  };
  assert.deepEqual(await standing(), ['not-covered', 'The school has no register “clubs” yet']);

  const lead = await signedIn(world, await anAdult(world, school, { roles: ['lead'] }), school);
  const clause = await lead.get('/policy/clauses/s1-119');
  assert.match(clause.text, /The school’s own register “clubs” NOT COVERED/);
  assert.equal((await lead.get('/policy/controls/own-register-clubs')).status, 200);
  await lead.get('/registers/new');
  const made = await lead.post('/registers/new', {
    title: 'Clubs',
    one: 'a club',
    purpose: 'Which clubs there are.',
    area: 'community',
    add: ['lead'],
    read: ['lead'],
    years: '3',
    signedBy: 'head',
    label: 'Name of the club',
    type: 'line',
  });
  assert.equal(made.status, 303, made.text.slice(0, 400));
  assert.deepEqual(await standing(), ['not-covered', 'Nothing is recorded']);
  await lead.get('/registers/clubs/add');
  assert.equal((await lead.post('/registers/clubs/add', { fNameOfTheClub: 'Chess' })).status, 303);
  assert.deepEqual((await standing())[0], 'self-reported');
});

test('only a word that can be a register of the school’s own is one: ours have their own controls', async (t) => {
  const { world } = await aRegisterSchool('own-register-words');
  t.after(() => world.end());
  const known = knownControls(world.parts);
  assert.deepEqual(
    ['own-register-clubs', 'own-register-hardware', 'own-register-', 'own-register-No', 'own-clubs'].filter(known),
    ['own-register-clubs'],
  );
});
