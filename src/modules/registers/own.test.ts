import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { driveRegister } from '../../../test/support/drive-register.ts';
import { aRegisterSchool } from '../../../test/support/register-school.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { anAdult, signedIn } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { allFields } from './entry.ts';
import { findShape } from './shapes.ts';

const club = {
  title: 'After-school clubs',
  one: 'a club',
  purpose: 'Which clubs there are, and who leads them.',
  area: 'community',
  add: ['office', 'lead'],
  read: ['office', 'governor'],
  decide: ['deputy-head'],
  files: 'yes',
  years: '3',
  signedBy: 'head',
  label: 'Name of the club',
  type: 'line',
};

describe('a register of the school’s own', () => {
  test('is made from pages, is driven as every other, and its columns change by versions that lose nothing', async (t) => {
    const set = await aRegisterSchool('registers-own');
    t.after(() => set.world.end());
    const { world, school } = set;
    const lead = await signedIn(world, await anAdult(world, school, { roles: ['lead'] }), school);
    await lead.get('/registers/new');
    const wrong = await lead.post('/registers/new', { ...club, one: 'club', years: '0', add: [] });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /Choose who adds to it/);
    assert.match(wrong.text, /must be a whole number from 1 to 100/);
    const unnamed = await lead.post('/registers/new', { ...club, one: 'club' });
    assert.match(unnamed.html, /href="#one"/);
    assert.match(unnamed.text, /begins with its article/);
    const made = await lead.post('/registers/new', club);
    assert.equal(made.location, '/registers/after-school-clubs/shape', made.text.slice(0, 500));
    assert.match((await lead.post('/registers/new', club)).text, /There is a register of this name already/);

    const version = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';
    const add = async (fields: Record<string, string>): Promise<void> => {
      const page = await lead.get('/registers/after-school-clubs/shape');
      const done = await lead.post('/registers/after-school-clubs/shape', { version: version(page.html), ...fields });
      assert.equal(done.status, 303, done.text.slice(0, 600));
    };
    await add({ label: 'First day', type: 'date', required: 'yes' });
    await add({ label: 'Day of the week', type: 'choice', options: 'Monday\nTuesday\nFriday', required: 'yes' });
    await add({ label: 'Who leads it', type: 'person' });
    await add({ label: 'Worries', type: 'words', sealed: 'yes' });
    await add({ label: 'What came of it', type: 'words', atClosing: 'yes', required: 'yes' });
    const page = await lead.get('/registers/after-school-clubs/shape');
    const twice = await lead.post('/registers/after-school-clubs/shape', {
      version: version(page.html),
      label: 'first day',
      type: 'line',
    });
    assert.match(twice.text, /Two fields read “first day”/);
    const one = await lead.post('/registers/after-school-clubs/shape', {
      version: version(page.html),
      label: 'Colour',
      type: 'choice',
      options: 'Red',
    });
    assert.equal(one.status, 422, 'a list of one is no list');

    const shapeNow = async () => {
      const known = await findShape(readHandle(world.store.reading, school), declaredRegisters, 'after-school-clubs');
      assert.ok(known !== undefined);
      return known;
    };
    const { shape } = await shapeNow();
    await driveRegister(set, shape);

    const entry = await lead.get('/registers/after-school-clubs/shape');
    const retired = await lead.post('/registers/after-school-clubs/shape/retire', {
      version: version(entry.html),
      field: 'who-leads-it',
    });
    assert.equal(retired.status, 303);
    assert.match((await lead.follow()).text, /No longer asked for/);
    const after = await shapeNow();
    assert.equal(after.version, 7);
    assert.equal(allFields(after.shape).length, allFields(shape).length);
    const office = await signedIn(world, await anAdult(world, school, { roles: ['office'] }), school);
    assert.match(
      (await office.get('/registers/after-school-clubs/1')).text,
      /Who leads it \(no longer asked for\) Robin Named/,
    );
    assert.doesNotMatch((await office.get('/registers/after-school-clubs/add')).text, /Who leads it/);
    assert.match((await office.get('/registers/after-school-clubs/entries.csv')).html, /Robin Named/);
    const named = await lead.get('/registers/after-school-clubs/shape');
    await lead.post('/registers/after-school-clubs/shape/retire', {
      version: version(named.html),
      field: 'name-of-the-club',
    });
    assert.match((await lead.follow()).text, /it stays/);
    assert.equal((await lead.get('/registers/hardware/shape')).status, 403, 'ours keep their columns');
  });

  test('is the hundredth at most', async (t) => {
    const { world, school } = await aRegisterSchool('registers-own-many');
    t.after(() => world.end());
    const lead = await signedIn(world, await anAdult(world, school, { roles: ['lead'] }), school);
    const make = async (title: string) => {
      await lead.get('/registers/new');
      return lead.post('/registers/new', { ...club, title });
    };
    assert.equal((await make('Club 1')).status, 303);
    const [first] = await world.store.reading.selectFrom('register_own').selectAll().execute();
    assert.ok(first !== undefined);
    await world.store.transaction(async (db) => {
      for (let at = 2; at < 100; at += 1) {
        const code = `club-${String(at)}`;
        const shape = JSON.stringify({ ...JSON.parse(String(first['shape'])), code, title: `Club ${String(at)}` });
        await db
          .insertInto('register_own')
          .values({ ...first, id: world.ids.next<'register-own'>(), code, shape })
          .execute();
      }
    });
    assert.equal((await make('Club 100')).status, 303, 'there are 99 before it');
    const refused = await make('Club 101');
    assert.equal(refused.status, 422);
    assert.match(refused.text, /The school has 100 registers of its own\. Use one of them/);
  });
});
