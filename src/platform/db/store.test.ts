import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { describe, test, type TestContext } from 'node:test';

import { sql } from 'kysely';

import { makeGround, notes, type Ground } from '../../../test/support/ground.ts';
import { testStore } from '../../../test/support/store.ts';
import { Unusable } from '../errors/errors.ts';
import { migrate, type Migration } from './migrations.ts';
import { openStore, type AnyKysely } from './store.ts';
import { connectionOf, readHandle, tables, writeHandle } from './scoped-tables.ts';

async function ground(t: TestContext): Promise<Ground> {
  const made = await makeGround();
  t.after(() => made.end());
  return made;
}

const write = (on: Ground, school: typeof on.school, id: string, words = 'hello') =>
  on.store.transaction((db) => notes.write(writeHandle(db, school)).insert('note', { id, words, version: 1 }));

describe('the store', () => {
  test('the reading connection cannot write, whatever it is asked', async (t) => {
    const on = await ground(t);
    await write(on, on.school, 'n1');
    for (const statement of [
      "insert into note (id, school_id, words, version) values ('x', 'y', 'z', 1)",
      "update note set words = 'changed'",
      'delete from note',
      'create table other (id text)',
      'drop table note',
    ]) {
      await assert.rejects(sql.raw(statement).execute(on.store.reading), /read-?only/, statement);
    }
    assert.equal((await on.store.reading.selectFrom('note').selectAll().execute()).length, 1);
  });

  if (testStore === 'sqlite') {
    test('what was deleted or written over is not left in the file', async (t) => {
      const on = await ground(t);
      for (const [id, words] of [
        ['n1', 'a marigold in the deleted row'],
        ['n2', 'a periwinkle before the change'],
      ] as const) {
        await on.store.transaction((db) =>
          notes.write(writeHandle(db, on.school)).insert('note', { id, words, version: 1 }),
        );
      }
      await on.store.transaction(async (db) => {
        await db.deleteFrom('note').where('id', '=', 'n1').execute();
        await db.updateTable('note').set({ words: 'short' }).where('id', '=', 'n2').execute();
      });
      await on.store.close();
      const left = readFileSync(on.address);
      assert.equal(left.includes('marigold'), false);
      assert.equal(left.includes('periwinkle'), false);
    });

    test('its files are closed to other accounts of the machine', async (t) => {
      const on = await ground(t);
      await write(on, on.school, 'n1');
      for (const ending of ['', '-wal', '-shm']) {
        assert.equal((statSync(`${on.address}${ending}`).mode & 0o077).toString(8), '0', `schoolgate.db${ending}`);
      }
    });
  }

  test('a transaction that never ends is undone, and the ones behind it go on', async (t) => {
    const on = await ground(t);
    const store = openStore(on.address, { longestMs: 20 });
    t.after(() => store.close());
    const never = Promise.withResolvers<undefined>();
    const insert = (db: AnyKysely, id: string) =>
      notes.write(writeHandle(db, on.school)).insert('note', { id, words: 'hello', version: 1 });
    const late = Promise.withResolvers<unknown>();
    const stuck = store.transaction(async (db) => {
      await insert(db, 'stuck');
      await never.promise;
      await insert(db, 'late').catch(late.resolve);
    });
    const behind = store.transaction((db) => insert(db, 'behind'));
    await assert.rejects(stuck, /not over after 20 ms/);
    await behind;
    never.resolve(undefined);
    assert.match(String(await late.promise), /after its transaction was over/);
    const rows = await on.store.reading.selectFrom('note').select('id').execute();
    assert.deepEqual(
      rows.map((row) => String(row['id'])),
      ['behind'],
    );
  });

  test('a statement that nobody waited for does not slip into somebody else’s transaction', async (t) => {
    const on = await ground(t);
    let forgotten: Promise<unknown> | undefined;
    await on.store.transaction(async (db) => {
      await notes.write(writeHandle(db, on.school)).insert('note', { id: 'n1', words: 'kept', version: 1 });
      forgotten = Promise.resolve().then(async () => {
        for (let turns = 0; turns < 50; turns++) await Promise.resolve();
        await notes.write(writeHandle(db, on.school)).insert('note', { id: 'n2', words: 'stray', version: 1 });
      });
      // Looked at below, when the transaction is over.
      forgotten.catch(() => undefined);
    });
    await assert.rejects(forgotten ?? Promise.resolve(), /after its transaction was over/);
  });

  test('a transaction that throws leaves nothing, and the next one runs', async (t) => {
    const on = await ground(t);
    await assert.rejects(
      on.store.transaction(async (db) => {
        await notes.write(writeHandle(db, on.school)).insert('note', { id: 'n1', words: 'gone', version: 1 });
        throw new Error('no');
      }),
      /no/,
    );
    await write(on, on.school, 'n2');
    const rows = await on.store.reading.selectFrom('note').select('id').execute();
    assert.deepEqual(
      rows.map((row) => String(row['id'])),
      ['n2'],
    );
  });

  test('transactions run one after the other in the order they came', async (t) => {
    const on = await ground(t);
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3].map((n) =>
        on.store.transaction(async (db) => {
          await sql`select 1`.execute(db);
          order.push(n);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(n);
        }),
      ),
    );
    assert.deepEqual(order, [1, 1, 2, 2, 3, 3]);
  });
});

describe('a snapshot', () => {
  test('stays as it was when it began, while the store goes on', async (t) => {
    const on = await ground(t);
    await write(on, on.school, 'n1');
    const ids = async (db: AnyKysely) =>
      (await db.selectFrom('note').select('id').orderBy('id').execute()).map((row) => String(row['id']));
    const [first, second] = await on.store.snapshot(async (view) => {
      await write(on, on.otherSchool, 'n2');
      const before = await ids(view);
      await write(on, on.school, 'n3');
      return [before, await ids(view)];
    });
    assert.deepEqual([first, second], [['n1'], ['n1']]);
    assert.deepEqual(await ids(on.store.reading), ['n1', 'n2', 'n3']);
  });

  test('cannot write, and is gone when its work ends', async (t) => {
    const on = await ground(t);
    await assert.rejects(
      on.store.snapshot((view) => view.deleteFrom('note').execute()),
      /read-?only/,
    );
    const kept = await on.store.snapshot((view) => Promise.resolve(view));
    await assert.rejects(kept.selectFrom('note').selectAll().execute(), /after its transaction was over|destroyed/);
  });
});

describe('a school’s handle', () => {
  test('does not see another school’s rows, nor change them', async (t) => {
    const on = await ground(t);
    await write(on, on.school, 'ours');
    await write(on, on.otherSchool, 'theirs');
    const seen = await notes.read(readHandle(on.store.reading, on.school)).select('note').selectAll().execute();
    assert.deepEqual(
      seen.map((row) => row.id),
      ['ours'],
    );
    const theirs = await notes
      .read(readHandle(on.store.reading, on.school))
      .select('note')
      .selectAll()
      .where((is) => is.or([is('id', '=', 'theirs'), is('id', '=', 'ours')]))
      .execute();
    assert.deepEqual(
      theirs.map((row) => row.id),
      ['ours'],
    );
    await on.store.transaction((db) =>
      notes.write(writeHandle(db, on.school)).update('note').set({ words: 'changed' }).execute(),
    );
    const rows = await on.store.reading.selectFrom('note').select(['id', 'words']).orderBy('id').execute();
    assert.deepEqual(
      rows.map((row) => [String(row['id']), String(row['words'])]),
      [
        ['ours', 'changed'],
        ['theirs', 'hello'],
      ],
    );
  });

  test('fills in the school by itself, whatever the row says', async (t) => {
    const on = await ground(t);
    const forged = { id: 'n1', words: 'x', version: 1, school_id: on.otherSchool };
    await on.store.transaction((db) => notes.write(writeHandle(db, on.school)).insert('note', forged));
    const [row] = await on.store.reading.selectFrom('note').select('school_id').execute();
    assert.equal(row?.['school_id'], on.school);
  });

  test('reaches only the tables that were declared, and only when the runner made it', async (t) => {
    const on = await ground(t);
    const few = tables<{ note: { id: string; school_id: string }; person: { id: string; school_id: string } }>('note');
    assert.throws(() => few.read(readHandle(on.store.reading, on.school)).select('person'), /not among those declared/);
    const copied = { ...readHandle(on.store.reading, on.school) };
    assert.throws(() => connectionOf(copied), /not made by the command runner/);
  });
});

describe('migrations', () => {
  const first: Migration = { name: '9999-note', statements: ['create table x (id text)'] };

  test('are applied once each', async (t) => {
    const on = await makeGround();
    t.after(() => on.end());
    const known = (await on.store.reading.selectFrom('schema_version').select('name').execute()).map((row) =>
      String(row['name']),
    );
    assert.ok(known.includes('0001-platform'));
    assert.ok(known.includes('9999-note'));
  });

  test('a database that a newer Schoolgate wrote is refused, and says what to do', async (t) => {
    const on = await ground(t);
    await assert.rejects(migrate(on.store, [], on.clock), (error: unknown) => {
      assert.ok(error instanceof Unusable);
      assert.match(error.message, /written by a newer Schoolgate.*Start the newer version, or restore a backup/);
      return true;
    });
  });

  test('a migration that was changed after its release is refused by name', async (t) => {
    const on = await ground(t);
    const rows = await on.store.reading.selectFrom('schema_version').select('name').orderBy('name').execute();
    const changed = rows.map((row) =>
      String(row['name']) === first.name ? first : { name: String(row['name']), statements: ['select 1'] },
    );
    await assert.rejects(migrate(on.store, changed, on.clock), /migrations\/0001-platform\.ts.*a new migration/);
  });

  test('one that breaks half-way leaves nothing of itself', async (t) => {
    const on = await ground(t);
    const broken: Migration = { name: '99999-broken', statements: ['create table half (id text)', 'create nonsense'] };
    const { migrations } = await import('../../../migrations/index.ts');
    const noteStep: Migration = {
      name: '9999-note',
      statements: [
        'create table note (id text primary key, school_id text not null, words text not null, version integer not null)',
      ],
    };
    await assert.rejects(migrate(on.store, [...migrations, noteStep, broken], on.clock), /nonsense/);
    await assert.rejects(sql`select * from half`.execute(on.store.reading), /no such table|does not exist/);
    assert.deepEqual(await migrate(on.store, [...migrations, noteStep], on.clock), []);
  });
});
