import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import { makeWorld } from '../../../../test/support/world.ts';
import { connectionOf, writeHandle } from '../../../platform/db/scoped-tables.ts';
import { openStore } from '../../../platform/db/store.ts';
import { signedIn } from '../../people/testing.ts';
import { aCast } from '../testing.ts';

test('while another program holds the records, a concern is answered 503 with every word kept; sent again it is logged once', async (t) => {
  const world = await makeWorld({ seed: 'busy', storeLimits: { longestWaitMs: 100 } });
  t.after(() => world.end());
  const cast = await aCast(world);
  const browser = await signedIn(world, cast.teacher.person, cast.school);
  await browser.get('/incidents/new');

  const fields = {
    details: 'Robin said: “a <b>stranger</b> wrote to me”.\nThat was at break.',
    danger: 'no',
    who: 'Robin Sample',
    about: 'general',
    'happened-day': '23',
    'happened-month': '11',
    'happened-year': '2026',
  };

  const other = openStore(world.config.storeAddress());
  const held = Promise.withResolvers<undefined>();
  const letGo = Promise.withResolvers<undefined>();
  const holding = other.transaction(async (db) => {
    // On PostgreSQL the turn is taken with the first statement.
    await sql`select 1`.execute(connectionOf(writeHandle(db, cast.school)));
    held.resolve(undefined);
    await letGo.promise;
  });
  try {
    await held.promise;

    const refused = await browser.post('/incidents/new', fields);
    assert.equal(refused.status, 503);
    assert.match(refused.text, /Schoolgate is busy saving something else\. Nothing of yours was saved/);
    assert.match(refused.text, /What you typed is kept below/);
    assert.ok(refused.html.includes('wrote to me”.\nThat was at break.'), 'what happened is kept, its lines too');
    assert.ok(refused.html.includes('&lt;b&gt;stranger&lt;/b&gt;'), 'as text');
    assert.match(refused.text, /Robin Sample/);
    assert.match(refused.text, /SG-BUSY/);
    assert.doesNotMatch(refused.html, /sqlite|postgres|locked|timeout/i);

    // Long after the last page: that this person was seen cannot be written now, and pages are still read.
    world.clock.advance({ minutes: 5 });
    assert.equal((await browser.get('/incidents/new')).status, 200);
  } finally {
    letGo.resolve(undefined);
    await holding;
    await other.close();
  }
  assert.equal((await browser.post('/incidents/new', fields)).status, 303);
  assert.match((await browser.follow()).text, /Your concern is logged/);
  const incidents = await world.store.reading.selectFrom('incident').select('id').execute();
  assert.equal(incidents.length, 1);
});
