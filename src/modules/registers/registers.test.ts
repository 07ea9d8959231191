import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { anAdult, aSchool, signedIn } from '../people/testing.ts';

/** The hardware inventory, end to end, as people use it. */

const device = {
  fItem: 'Lenovo 300e tablet',
  fSerialNumber: 'SN-4711',
  fSort: 'tablet',
  fLocation: 'Trolley 2',
  fLeavesSchool: 'yes',
  fEncrypted: 'yes',
};

describe('the hardware inventory', () => {
  let world: World;
  let school: SchoolId;
  before(async () => {
    world = await makeWorld({ seed: 'registers' });
    school = await aSchool(world);
  });
  after(() => world.end());
  const browserOf = async (role: Role) => signedIn(world, await anAdult(world, school, { roles: [role] }), school);
  const versionIn = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';

  it('is filled in by the office, read by the head, corrected with a reason, closed, and struck out', async () => {
    const office = await browserOf('office');
    assert.match((await office.get('/registers')).text, /Hardware inventory/);
    const empty = await office.get('/registers/hardware');
    assert.equal(empty.status, 200, empty.text.slice(0, 400));
    const form = await office.get('/registers/hardware/add');
    assert.equal(form.status, 200);
    const missing = await office.post('/registers/hardware/add', { ...device, fItem: '' });
    assert.equal(missing.status, 422);
    assert.match(missing.text, /Enter “Item”/);
    assert.match(missing.html, /SN-4711/);
    const added = await office.post('/registers/hardware/add', { ...device, fHolder: 'Alex Reed-office' });
    assert.equal(added.status, 303, added.text.slice(0, 900));
    assert.match((await office.follow()).text, /Recorded as number 1\./);
    const head = await browserOf('head');
    assert.match((await head.get('/registers/hardware?q=lenovo+4711')).text, /Lenovo 300e tablet/);
    assert.match((await head.get('/registers/hardware?q=nothing')).text, /No entry fits/);
    const entry = await head.get('/registers/hardware/1');
    assert.match(entry.text, /Serial number SN-4711/);
    assert.doesNotMatch(entry.text, /Correct it/);
    const correct = await office.get('/registers/hardware/1/correct');
    assert.match(correct.html, /value="Alex Reed-office"/);
    await office.post('/registers/hardware/1/correct', {
      ...device,
      fLocation: 'Trolley 3',
      why: 'It was moved.',
      version: versionIn(correct.html),
    });
    assert.match((await office.follow()).text, /Where it is kept: was Trolley 2/);
    const close = await office.get('/registers/hardware/1/close');
    await office.post('/registers/hardware/1/close', {
      version: versionIn(close.html),
      'fGoneOn-day': '20',
      'fGoneOn-month': '11',
      'fGoneOn-year': '2026',
      fGoneHow: 'disposed',
    });
    const closed = await office.follow();
    assert.match(closed.text, /Gone/);
    const strike = await office.get('/registers/hardware/1/strike-out');
    await office.post('/registers/hardware/1/strike-out', { version: versionIn(strike.html), why: 'Twice.' });
    assert.match((await office.follow()).text, /Struck out/);
    assert.equal((await head.get('/registers/hardware/print')).status, 200);
    const teacher = await browserOf('staff');
    assert.equal((await teacher.get('/registers/hardware')).status, 403);
    assert.equal((await teacher.get('/registers/hardware/1')).status, 403);
  });
});
