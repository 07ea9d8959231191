import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

import { migrations } from '../../../migrations/index.ts';
import { testPlace } from '../../../test/support/store.ts';
import { Unusable } from '../errors/errors.ts';
import { asId } from '../ids/ids.ts';
import { manualClock } from '../time/manual-clock.ts';
import { lookupHash } from './lookups.ts';
import { migrate } from './migrations.ts';
import { readHandle } from './scoped-tables.ts';
import { withKeys } from './sealed-columns.ts';
import { newSealingKey, seal, sealingKey, type SealingKeys } from './sealing.ts';
import { openStore, type Store } from './store.ts';

const KEYS: SealingKeys = [sealingKey(new Uint8Array(32).fill(7))];
const clock = manualClock('2026-11-23T09:10:00Z');
const NAME = '0016-lookups-and-guards';
const before = migrations.slice(
  0,
  migrations.findIndex((step) => step.name === NAME),
);

/** A database as it was before the hashes, with these rows: record, school, UPN. */
async function older(t: TestContext, rows: readonly (readonly [string, string, string | null])[]): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-lookups-'));
  const place = await testPlace(folder);
  const store = openStore(place.address);
  t.after(async () => {
    await store.close();
    await place.end();
    rmSync(folder, { recursive: true, force: true });
  });
  await migrate(store, before, clock, KEYS);
  await store.transaction(async (db) => {
    for (const [person_id, school_id, upn] of rows) {
      await db
        .insertInto('person_identity')
        .values({
          person_id,
          school_id,
          upn: upn === null ? null : seal(KEYS, 'person_identity.upn', upn),
          file_key: seal(KEYS, 'person_identity.file_key', `made:${person_id}`),
          version: 1,
        })
        .execute();
    }
  });
  return store;
}

const hashes = async (store: Store) =>
  new Map(
    (
      await store.reading.selectFrom('person_identity').select(['person_id', 'upn_hash', 'file_key_hash']).execute()
    ).map((row) => [String(row['person_id']), [row['upn_hash'], row['file_key_hash']] as const]),
  );

describe('hashes beside sealed columns', () => {
  test('are filled in at the upgrade: what is looked up afterwards is found', async (t) => {
    const store = await older(t, [
      ['ada', 'one', 'H801200001001'],
      ['ben', 'one', null],
      ['cat', 'two', 'H801200001001'],
    ]);
    assert.ok((await migrate(store, migrations, clock, KEYS)).includes(NAME));
    const keyed = withKeys(store, KEYS);
    const there = await hashes(store);
    const hash = (school: string, column: string, text: string) =>
      lookupHash(readHandle(keyed.reading, asId(school)), `person_identity.${column}`, text);
    assert.deepEqual(there.get('ada'), [hash('one', 'upn', 'H801200001001'), hash('one', 'file_key', 'made:ada')]);
    assert.deepEqual(there.get('ben'), [null, hash('one', 'file_key', 'made:ben')]);
    assert.deepEqual(there.get('cat')?.[0], hash('two', 'upn', 'H801200001001'));
    assert.notEqual(there.get('ada')?.[0], there.get('cat')?.[0], 'two schools’ hashes of one number differ');
    const other = withKeys(store, [newSealingKey()]);
    assert.notEqual(
      lookupHash(readHandle(other.reading, asId('one')), 'person_identity.upn', 'H801200001001'),
      there.get('ada')?.[0],
      'without the key nothing is found',
    );
  });

  test('are made with the first key that the records knew, also by an upgrade after a rotation', async (t) => {
    const store = await older(t, [['ada', 'one', 'H801200001001']]);
    const next = newSealingKey();
    await store.transaction((db) =>
      db
        .insertInto('casework_key')
        .values([
          { key_id: KEYS[0].id, made_at: '2026-09-01T09:00:00Z' },
          { key_id: next.id, made_at: '2026-10-01T09:00:00Z' },
        ])
        .execute(),
    );
    await migrate(store, migrations, clock, [next, ...KEYS]);
    const keyed = withKeys(store, KEYS);
    assert.equal(
      (await hashes(store)).get('ada')?.[0],
      lookupHash(readHandle(keyed.reading, asId('one')), 'person_identity.upn', 'H801200001001'),
    );
  });

  test('of two that are the same in one school stop the upgrade, which names both and changes nothing', async (t) => {
    const store = await older(t, [
      ['ada', 'one', 'H801200001001'],
      ['ben', 'one', 'H801200001001'],
    ]);
    await assert.rejects(migrate(store, migrations, clock, KEYS), (error: unknown) => {
      assert.ok(error instanceof Unusable);
      assert.match(error.message, /person_identity\.upn of ben.*the same as that of ada/s);
      return true;
    });
    const done = await store.reading.selectFrom('schema_version').select('name').execute();
    assert.equal(done.length, before.length);
  });

  test('are not made without the key: the upgrade says where it is', async (t) => {
    const store = await older(t, [['ada', 'one', 'H801200001001']]);
    await assert.rejects(migrate(store, migrations, clock), /keys enter/);
  });
});
