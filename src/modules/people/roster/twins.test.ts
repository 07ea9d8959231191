import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { lookupKey } from '../../../platform/db/lookups.ts';
import { readHandle, writeHandle } from '../../../platform/db/scoped-tables.ts';
import { keysOf, withKeys } from '../../../platform/db/sealed-columns.ts';
import { newSealingKey } from '../../../platform/db/sealing.ts';
import { openStore, type Store } from '../../../platform/db/store.ts';
import { rememberKey } from '../../../platform/db/casework-keys.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool } from '../testing.ts';
import { addIdentities, findIdentity, keepIdentity, twinsAmong, type Identity } from './identity.ts';

/** Made-up numbers with right check letters. */
const UPN = 'H801200001001';
const OTHER = 'B801200005001';

const identity = (upn: string | null, file_key: string | null = null): Identity => ({
  upn,
  birth_date: null,
  legal_given: null,
  legal_family: null,
  file_key,
});

async function ground(t: TestContext): Promise<{ world: World; school: SchoolId; store: Store }> {
  const world = await makeWorld();
  t.after(() => world.end());
  return { world, school: await aSchool(world), store: world.store };
}

const add = (store: Store, school: SchoolId, person: string, of: Identity) =>
  store.transaction((db) => addIdentities(writeHandle(db, school), [{ person, identity: of }]));

describe('a UPN, and the key of a school’s own file', () => {
  test('belong to one record of a school: a second is refused, and the refusal names both', async (t) => {
    const { school, store } = await ground(t);
    await add(store, school, 'ada', identity(UPN, 'made:1'));
    await assert.rejects(add(store, school, 'ben', identity(UPN)), (error: unknown) => {
      assert.ok(error instanceof Refused);
      assert.match(error.message, /UPN that the roster gives to the record ben is that of the record ada already/);
      return true;
    });
    await assert.rejects(
      add(store, school, 'ben', identity(OTHER, 'made:1')),
      /key in the school’s own file .* ben .* ada/,
    );
    await add(store, school, 'ben', identity(OTHER));
    await assert.rejects(
      store.transaction(async (db) => {
        const handle = writeHandle(db, school);
        await keepIdentity(handle, 'ben', identity(UPN), await findIdentity(handle, 'ben'));
      }),
      /record ben is that of the record ada/,
    );
    await assert.rejects(
      store.transaction((db) =>
        addIdentities(writeHandle(db, school), [
          { person: 'cat', identity: identity('made up twice') },
          { person: 'dan', identity: identity('made up twice') },
        ]),
      ),
      Refused,
    );
    assert.equal((await findIdentity(readHandle(store.reading, school), 'ben'))?.upn, OTHER);
  });

  test('are looked up by a hash that tells nothing: another in each column, and none for nothing', async (t) => {
    const { world, school, store } = await ground(t);
    await add(store, school, 'ada', identity(UPN, UPN));
    await add(store, school, 'ben', identity(null));
    await add(store, school, 'cat', identity(null));
    const rows = await world.store.reading
      .selectFrom('person_identity')
      .select(['person_id', 'upn_hash', 'file_key_hash'])
      .orderBy('person_id')
      .execute();
    const [ada, ben] = rows;
    assert.match(String(ada?.['upn_hash']), /^[\w-]{43}$/);
    assert.notEqual(ada?.['upn_hash'], ada?.['file_key_hash']);
    assert.deepEqual([ben?.['upn_hash'], ben?.['file_key_hash']], [null, null]);
    const found = await twinsAmong(readHandle(store.reading, school), [{ person: 'new', identity: identity(UPN) }]);
    assert.deepEqual(found, [{ person: 'new', other: 'ada', what: 'UPN' }]);
    assert.deepEqual(
      await twinsAmong(readHandle(store.reading, school), [{ person: 'ada', identity: identity(UPN) }]),
      [],
    );
  });

  test('cannot be written twice by two programs at once', async (t) => {
    const { world, school, store } = await ground(t);
    const opened = openStore(world.config.storeAddress());
    t.after(() => opened.close());
    const other = withKeys(opened, keysOf(store.reading));
    for (let round = 0; round < 5; round++) {
      const upn = `made up ${String(round)}`;
      const ends = await Promise.allSettled([
        add(store, school, `ada-${String(round)}`, identity(upn)),
        add(other, school, `ben-${String(round)}`, identity(upn)),
      ]);
      assert.deepEqual(ends.map((end) => end.status).sort(), ['fulfilled', 'rejected']);
      for (const end of ends) {
        if (end.status === 'rejected') assert.ok(end.reason instanceof Refused, String(end.reason));
      }
    }
  });

  test('are kept unique by the database itself, whoever writes', async (t) => {
    const { school, store } = await ground(t);
    await add(store, school, 'ada', identity(UPN));
    const [row] = await store.reading.selectFrom('person_identity').selectAll().execute();
    await assert.rejects(
      store.transaction((db) =>
        db
          .insertInto('person_identity')
          .values({ ...row, person_id: 'ben' })
          .execute(),
      ),
      /unique/i,
    );
  });

  test('are found by the same hash after the casework key was followed by another', async (t) => {
    const { world, school, store } = await ground(t);
    await add(store, school, 'ada', identity(UPN));
    const keys = keysOf(store.reading);
    const next = newSealingKey();
    world.clock.advance({ hours: 1 });
    const opened = openStore(world.config.storeAddress());
    t.after(() => opened.close());
    await rememberKey(opened, [next, ...keys], world.clock);
    assert.equal((await lookupKey(opened.reading, [next, ...keys])).id, keys[0].id);
    // A key that the records do not know lies behind the others in the file: the hashes are not made with it.
    const stranger = newSealingKey();
    const rotated = withKeys(
      opened,
      [next, ...keys, stranger],
      await lookupKey(opened.reading, [next, ...keys, stranger]),
    );
    await assert.rejects(add(rotated, school, 'ben', identity(UPN)), /record ben is that of the record ada/);
    await add(rotated, school, 'ben', identity(OTHER));
    assert.equal((await findIdentity(readHandle(rotated.reading, school), 'ada'))?.upn, UPN);
    await assert.rejects(lookupKey(opened.reading, [next]), /is not here, and pupils’ numbers are looked up with it/);
  });
});
