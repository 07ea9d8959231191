import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { aRegisterSchool, type RegisterSchool } from '../../../test/support/register-school.ts';
import type { Browser } from '../../../test/support/browser.ts';
import { actorFor, anAdult, signedIn } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { anEntry, anEntryForm } from './testing.ts';

const shape = declaredRegisters.find((one) => one.code === 'low-level-concerns');
assert.ok(shape?.restricted === true, 'the register of low-level concerns is restricted');
const sealedOne = declaredRegisters.find((one) => one.code === 'confiscations');
assert.ok(sealedOne !== undefined);

describe('a restricted register', () => {
  let set: RegisterSchool;
  let head: Browser;
  before(async () => {
    set = await aRegisterSchool('registers-restricted');
    const person = await anAdult(set.world, set.school, { roles: ['head'] });
    head = await signedIn(set.world, person, set.school);
    const actor = await actorFor(set.world, set.school, person);
    await anEntry(set.world, actor, shape.code, anEntryForm(shape.fields, set.names));
  });
  after(() => set.world.end());

  const events = async (name: string) =>
    (
      await set.world.store.reading
        .selectFrom('audit_event')
        .select(['event', 'data'])
        .where('event', '=', name)
        .where('data', 'like', '%low-level%')
        .execute()
    ).length;

  it('holds nothing in the database that can be read there', async () => {
    const [row] = await set.world.store.reading.selectFrom('register_entry').selectAll().execute();
    assert.deepEqual([row?.['title'], row?.['search'], row?.['facets'], row?.['plain_values']], ['', '', '', '{}']);
    assert.match(String(row?.['sealed_values']), /^sealed\.1\./);
  });

  it('leaves a row of the trail with each look, and is in no count', async () => {
    const before = await events('register-entry-viewed');
    assert.equal((await head.get(`/registers/${shape.code}/1`)).status, 200);
    assert.equal(await events('register-entry-viewed'), before + 1);
    const page = await head.get('/registers');
    assert.match(page.text, /Restricted: it is in no count/);
    const list = await head.get(`/registers/${shape.code}`);
    assert.match(list.html, new RegExp(`href="/registers/${shape.code}/1"`));
    const viewed = await set.world.store.reading
      .selectFrom('audit_event')
      .select('subject')
      .where('event', '=', 'register-viewed')
      .where('subject', '=', shape.code)
      .execute();
    assert.equal(viewed.length, 1);
  });

  it('is searched by who reads it, in what is sealed', async () => {
    const named = await head.get(`/registers/${shape.code}?q=robin`);
    assert.match(named.html, new RegExp(`href="/registers/${shape.code}/1"`));
    assert.match((await head.get(`/registers/${shape.code}?q=nobody-said-this`)).text, /No entry fits/);
  });

  it('shows whoever is named in an entry nothing of it, though they read the register', async () => {
    const person = await anAdult(set.world, set.school, { roles: ['head'], given: 'Chris', family: 'Newhead' });
    const actor = await actorFor(set.world, set.school, person);
    const names = { ...set.names, adult: 'Chris Newhead' };
    const other = await actorFor(
      set.world,
      set.school,
      await anAdult(set.world, set.school, { roles: ['head'], family: 'Second' }),
    );
    const number = await anEntry(set.world, other, shape.code, anEntryForm(shape.fields, names, 2));
    const browser = await signedIn(set.world, actor.person, set.school);
    assert.equal((await browser.get(`/registers/${shape.code}/${String(number)}`)).status, 404);
    const list = await browser.get(`/registers/${shape.code}`);
    assert.equal(list.html.includes(`/registers/${shape.code}/${String(number)}"`), false);
    assert.equal((await browser.get(`/registers/${shape.code}/entries.csv`)).html.includes('Chris Newhead'), false);
    assert.equal((await browser.get(`/registers/${shape.code}/print`)).html.includes('Chris Newhead,'), false);
  });

  it('is whole in its file, however many entries it has, and a search finds the newest and the oldest in it', async () => {
    const { world, school } = set;
    const rows = await world.store.reading.selectFrom('register_entry').selectAll().execute();
    const [first] = rows.filter((row) => row['register'] === shape.code);
    assert.ok(first !== undefined);
    const MANY = 2_300;
    await world.store.transaction(async (db) => {
      for (let at = 0; at < MANY; at += 100) {
        const copies = Array.from({ length: 100 }, (_, one) => ({
          ...first,
          id: world.ids.next(),
          number: 1_000 + at + one,
        }));
        await db.insertInto('register_entry').values(copies).execute();
      }
    });
    for (const address of ['entries.csv', 'entries.csv?q=robin']) {
      const { html } = await head.get(`/registers/${shape.code}/${address}`);
      assert.match(html, /^1,/m, address);
      assert.equal([...html.matchAll(/^1\d{3},|^[23]\d{3},/gm)].length, MANY, address);
    }
    const [event] = await world.store.reading
      .selectFrom('audit_event')
      .select('data')
      .where('event', '=', 'register-exported')
      .where('school_id', '=', school)
      .orderBy('seq', 'desc')
      .limit(1)
      .execute();
    assert.match(String(event?.['data']), new RegExp(`"rows":${String(MANY + 1)}\\b`));
  });
});

describe('sealed fields of an open register', () => {
  it('are in the search of who reads it, in no list, and each look is recorded', async (t) => {
    const set = await aRegisterSchool('registers-sealed');
    t.after(() => set.world.end());
    const { world, school } = set;
    const person = await anAdult(world, school, { roles: ['dsl'] });
    const actor = await actorFor(world, school, person);
    const sealed = sealedOne.fields.find(
      (field) => field.sealed === true && ['words', 'line'].includes(field.kind.type),
    );
    assert.ok(sealed !== undefined, 'confiscations have something sealed');
    const form = { ...anEntryForm(sealedOne.fields, set.names) };
    const name = Object.keys(form).find((key) => key.toLowerCase() === `f${sealed.code.replaceAll('-', '')}`) ?? '';
    form[name] = 'A most unusual hedgehog';
    const number = await anEntry(world, actor, sealedOne.code, form);
    const browser = await signedIn(world, person, school);
    const list = await browser.get(`/registers/${sealedOne.code}?q=unusual+hedgehog`);
    assert.match(list.html, new RegExp(`href="/registers/${sealedOne.code}/${String(number)}"`));
    assert.equal((await browser.get(`/registers/${sealedOne.code}`)).html.includes('hedgehog'), false);
    assert.match((await browser.get(`/registers/${sealedOne.code}/${String(number)}`)).text, /hedgehog Kept sealed/);
    const rows = await world.store.reading.selectFrom('register_entry').selectAll().execute();
    assert.equal(JSON.stringify(rows).includes('hedgehog'), false);
    const seen = await world.store.reading
      .selectFrom('audit_event')
      .select('event')
      .where('event', 'in', ['register-viewed', 'register-entry-viewed'])
      .execute();
    assert.equal(seen.length, 3);
  });
});
