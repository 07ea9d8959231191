import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../../../test/support/world.ts';
import { readPaperKey } from '../../../../platform/db/paper-key.ts';
import { keysOf } from '../../../../platform/db/sealed-columns.ts';
import { aCast, type Cast } from '../../../incidents/testing.ts';
import { signedIn } from '../../../people/testing.ts';

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld({ seed: 'casework-key' });
  cast = await aCast(world);
});
after(() => world.end());

test('is printed by head and DSL after their password, written down and told to the other; then nobody is reminded', async () => {
  const [key] = keysOf(world.store.reading);
  for (const actor of [cast.head, cast.dsl]) {
    const browser = await signedIn(world, actor.person, cast.school);
    assert.match((await browser.get('/')).text, /Print the casework key/);
    await browser.get('/system/casework-key');
    const shown = await browser.post('/system/casework-key/show');
    assert.equal(shown.status, 200);
    const groups = [...shown.html.matchAll(/class="sg-secret">([^<]+)</g)].map((found) => found[1] ?? '');
    const read = readPaperKey(groups.join(' '));
    assert.equal(Buffer.from(read.secret).toString('hex'), Buffer.from(key.secret).toString('hex'));
    assert.equal(shown.headers['cache-control'], 'no-store');
    assert.match(shown.html, /<svg class="sg-qr-code"/);
    assert.equal((await browser.post('/system/casework-key/kept')).status, 303);
    assert.match((await browser.follow()).text, /your sheet is in the safe/);
    assert.doesNotMatch((await browser.get('/')).text, /Print the casework key/);
  }
  const events = await world.store.reading
    .selectFrom('audit_event')
    .select(['event', 'actor'])
    .where('event', 'like', 'casework-key-%')
    .orderBy('seq')
    .execute();
  assert.deepEqual(
    events.map((row) => [String(row['event']), String(row['actor'])]),
    [cast.head, cast.dsl].flatMap((actor) => [
      ['casework-key-shown', actor.person],
      ['casework-key-kept', actor.person],
    ]),
  );
  const mail = await world.store.reading
    .selectFrom('mail_outbox')
    .select('person_id')
    .where('kind', '=', 'casework-key-shown')
    .execute();
  assert.deepEqual(mail.map((row) => String(row['person_id'])).sort(), [cast.dsl.person, cast.head.person].sort());
});

test('nobody else sees it, and a sheet is not put away that was never shown', async () => {
  for (const actor of [cast.technician, cast.lead, cast.deputy, cast.chair, cast.teacher]) {
    const browser = await signedIn(world, actor.person, cast.school);
    await browser.get('/');
    assert.equal((await browser.get('/system/casework-key')).status, 403);
    assert.equal((await browser.post('/system/casework-key/show')).status, 403);
  }
  const fresh = await makeWorld({ seed: 'casework-key-fresh' });
  const others = await aCast(fresh);
  const browser = await signedIn(fresh, others.head.person, others.school);
  await browser.get('/system/casework-key');
  await browser.post('/system/casework-key/kept');
  assert.match((await browser.follow()).text, /Show the key and print it first/);
  await fresh.end();
});
