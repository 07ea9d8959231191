import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { aRegisterSchool, registerSchoolIn } from '../../../test/support/register-school.ts';
import { actorFor, anAdult, signedIn } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { anEntry, anEntryForm } from './testing.ts';

describe('two schools in one installation', () => {
  test('count their entries each from 1, and open none of the other’s', async (t) => {
    const here = await aRegisterSchool('register-schools');
    t.after(() => here.world.end());
    const there = await registerSchoolIn(here.world);
    const hardware = declaredRegisters.find((shape) => shape.code === 'hardware');
    assert.ok(hardware !== undefined);
    const adder = await actorFor(
      here.world,
      there.school,
      await anAdult(here.world, there.school, { roles: ['office'] }),
    );
    for (const at of [1, 2, 3]) {
      const form = anEntryForm(hardware.fields, there.names, at);
      assert.equal(await anEntry(here.world, adder, 'hardware', form), at);
    }
    const office = await anAdult(here.world, here.school, { roles: ['office'] });
    const browser = await signedIn(here.world, office, here.school);
    assert.equal((await browser.get('/registers/hardware/1')).status, 404);
    assert.match((await browser.get('/registers/hardware')).text, /Entries appear here/);
    assert.match((await browser.get('/registers')).text, /No entries yet\./);
    const ours = await actorFor(here.world, here.school, office);
    assert.equal(await anEntry(here.world, ours, 'hardware', anEntryForm(hardware.fields, here.names, 9)), 1);
    const csv = await browser.get('/registers/hardware/entries.csv');
    assert.equal(csv.html.split('\r\n').length, 3, 'the headings, one entry, and the end');
  });
});
