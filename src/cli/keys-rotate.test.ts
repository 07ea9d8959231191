import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld, type World } from '../../test/support/world.ts';
import { compose } from '../compose.ts';
import { incidentCommands } from '../modules/incidents/module-parts.ts';
import { aCast, aClassifiedOne, aReport, seenBy } from '../modules/incidents/testing.ts';
import { signedIn, worked } from '../modules/people/testing.ts';
import { readCaseworkKeys, writeCaseworkKeys } from '../platform/db/casework-keys.ts';
import { openLog } from '../platform/log/log.ts';
import { runCli } from './testing.ts';

/** The ids of the keys under which rows of a sealed column lie, by row. */
async function keysOf(world: World): Promise<ReadonlyMap<string, string>> {
  const rows = await world.store.reading.selectFrom('incident').select(['id', 'details']).execute();
  return new Map(
    rows.map((row) => [String(row['id']), /^sealed\.1\.([0-9a-f]{8})\./.exec(String(row['details']))?.[1] ?? '']),
  );
}

/** The same records, opened anew with the keys that are there now, as by a restart. */
async function restarted(world: World): Promise<World> {
  const whole = await compose(world.config, {
    clock: world.clock,
    ids: world.ids,
    ask: () => Promise.reject(new TypeError('there is no network here')),
    log: openLog('test', undefined),
    storeLimits: {},
  });
  return { ...world, ...whole, clock: world.clock, web: await whole.app() };
}

test('rotating seals nothing anew: what stands opens with the earlier key only, what is written afterwards with the new one', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  const before = await aReport(world, cast.teacher, { details: 'Written before.' });
  await aClassifiedOne(world, cast.dsl, before, 'inappropriate');
  const browser = await signedIn(world, cast.dsl.person, cast.school);
  const form = await browser.get(`/incidents/${before}/file`);
  const version = /name="version" value="(\d+)"/.exec(form.html)?.[1] ?? '';
  const file = { field: 'file', name: 'letter.txt', bytes: 'A letter from before.' };
  assert.equal(
    (await browser.postFile(`/incidents/${before}/file`, { version, words: 'A letter.' }, file)).status,
    303,
  );

  const folder = world.config.keysFolder;
  const [first] = readCaseworkKeys(folder) ?? [];
  assert.ok(first);
  const env = {
    SCHOOLGATE_KEYS: folder,
    ...(world.store.kind === 'postgresql' ? { SCHOOLGATE_DATABASE_URL: world.config.storeAddress() } : {}),
  };
  const { code, out } = runCli(world.folder, ['keys', 'rotate'], env);
  assert.equal(code, 0);
  assert.match(out, /keep the earlier sheets too/);
  const [second] = readCaseworkKeys(folder) ?? [];
  assert.ok(second && second.id !== first.id);

  const again = await restarted(world);
  t.after(async () => {
    await again.web.close();
    await again.close();
  });
  const after = await aReport(again, cast.teacher, { details: 'Written afterwards.' });
  assert.deepEqual(
    await keysOf(world),
    new Map([
      [String(before), first.id],
      [String(after), second.id],
    ]),
  );
  assert.equal((await seenBy(again, cast.dsl, before)).details, 'Written before.');
  const later = await signedIn(again, cast.dsl.person, cast.school);
  const href = /\/incidents\/[0-9a-f-]{36}\/files\/[0-9a-f-]{36}/.exec(
    (await later.get(`/incidents/${before}`)).html,
  )?.[0];
  assert.match((await later.get(href ?? '')).html, /A letter from before\./);
  // Whoever goes on with what stands writes under the new key beside it; the old words stay where they are.
  const { note } = incidentCommands();
  worked(
    await again.runner.run(note, cast.dsl, {
      id: before,
      version: String((await seenBy(again, cast.dsl, before)).version),
      words: 'A note from afterwards.',
    }),
  );
  assert.equal((await keysOf(world)).get(String(before)), first.id);

  writeCaseworkKeys(folder, [second]);
  await assert.rejects(restarted(world), new RegExp(first.id));
  writeCaseworkKeys(folder, [second, first]);
});
