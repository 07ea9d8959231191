import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { sql } from 'kysely';

import { makeGround, noteEvents, notes, type Ground } from '../../../test/support/ground.ts';
import { testStore } from '../../../test/support/store.ts';
import { makeAppendAudit, verifyChain } from '../audit/chain.ts';
import { Refused } from '../errors/errors.ts';
import { connectionOf, readHandle, writeHandle } from './scoped-tables.ts';
import { openStore, type AnyKysely, type Store } from './store.ts';

/** What modules may rely on whichever kind of store holds the records: this file is run on both (tools/two-stores.mjs). */

async function ground(t: TestContext): Promise<Ground> {
  const made = await makeGround();
  t.after(() => made.end());
  return made;
}

/** The same records opened once more, as another program does. */
function another(t: TestContext, on: Ground, limits = {}): Store {
  const store = openStore(on.address, limits);
  t.after(() => store.close());
  return store;
}

const write = (on: Ground, school: typeof on.school, id: string, words = 'hello') =>
  on.store.transaction((db) => notes.write(writeHandle(db, school)).insert('note', { id, words, version: 1 }));

describe('values', () => {
  test('counts, sums and numbers are numbers, truth is 1 or 0, absence is null', async (t) => {
    const on = await ground(t);
    await write(on, on.school, 'n1', 'b');
    await write(on, on.school, 'n2', 'a');
    const row = await on.store.reading
      .selectFrom('note')
      .select((is) => [
        is.fn.countAll().as('all'),
        is.fn.sum('version').as('sum'),
        is.fn.avg('version').as('mean'),
        is.fn.max('version').as('most'),
        is.fn.max('words').as('last'),
        is.fn.countAll().filterWhere('words', '=', 'a').as('some'),
      ])
      .executeTakeFirstOrThrow();
    assert.deepEqual({ ...row }, { all: 2, sum: 2, mean: 1, most: 1, last: 'b', some: 1 });
    const truth = await on.store.reading
      .selectFrom('note')
      .select((is) => [is('words', '=', 'a').as('a'), is('words', '=', 'z').as('z'), sql`null`.as('none')])
      .where('id', '=', 'n2')
      .executeTakeFirstOrThrow();
    assert.deepEqual({ ...truth }, { a: 1, z: 0, none: null });
  });

  test('a large number comes back exactly, and one beyond exactness not at all', async (t) => {
    const on = await ground(t);
    await on.store.transaction((db) =>
      db
        .insertInto('note')
        .values({ id: 'n1', school_id: on.school, words: '', version: Number.MAX_SAFE_INTEGER })
        .execute(),
    );
    const version = () => on.store.reading.selectFrom('note').select('version').executeTakeFirstOrThrow();
    assert.equal((await version())['version'], Number.MAX_SAFE_INTEGER);
    await on.store.transaction((db) => sql`update note set version = version + 10`.execute(db));
    await assert.rejects(version(), RangeError);
  });

  test('what one of them would keep otherwise than the other is refused by both', async (t) => {
    const on = await ground(t);
    for (const words of [undefined, true, new Date(0), {}, 'a\0b']) {
      const insert = on.store.transaction((db) =>
        db.insertInto('note').values({ id: 'n1', school_id: on.school, words, version: 1 }).execute(),
      );
      await assert.rejects(insert, words === undefined ? Error : TypeError, typeof words);
    }
  });

  test('text of every script and length comes back as it was', async (t) => {
    const on = await ground(t);
    const texts = ['', ' ', "it's; drop table note --", 'Zoë Ægir 王秀英 👩🏽‍🏫', 'a\nb\tc', 'x'.repeat(100_000)];
    for (const [n, words] of texts.entries()) await write(on, on.school, `n${String(n)}`, words);
    const rows = await on.store.reading.selectFrom('note').select('words').orderBy('id').execute();
    assert.deepEqual(
      rows.map((row) => String(row['words'])),
      texts,
    );
  });
});

describe('order and comparison', () => {
  test('text is ordered and compared byte by byte', async (t) => {
    const on = await ground(t);
    const texts = ['b', 'B', 'a', 'A', '-', '10', '9', 'é', 'z', 'Zoë', 'zoe', '王', ' '];
    for (const [n, words] of texts.entries()) await write(on, on.school, `n${String(n)}`, words);
    const rows = await on.store.reading.selectFrom('note').select('words').orderBy('words').execute();
    const bytes = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(
      rows.map((row) => String(row['words'])),
      bytes,
    );
    const after = await on.store.reading.selectFrom('note').select('words').where('words', '>', 'a').execute();
    assert.equal(after.length, bytes.length - bytes.indexOf('a') - 1);
  });
});

describe('several programs at once', () => {
  test('50 writers in two programs append to the chains without a fork', async (t) => {
    const on = await ground(t);
    const append = makeAppendAudit(() => noteEvents['note-written']);
    const stores = [on.store, another(t, on)];
    const entry = (n: number) => ({
      at: on.clock.now(),
      actor: on.actor(on.school, 'head'),
      events: [{ name: 'note-written', subject: `n${String(n)}`, data: { sort: 'short' } }],
    });
    const writers = Array.from({ length: 50 }, async (_, n) => {
      const store = stores[n % 2] ?? on.store;
      await store.transaction(async (db) => {
        // Every fifth writes to both chains, in the order of their ids.
        await append(db, on.school, entry(n));
        if (n % 5 === 0) await append(db, on.otherSchool, entry(n));
      });
    });
    await Promise.all(writers);
    const ours = await verifyChain(on.store.reading, on.school);
    const theirs = await verifyChain(on.store.reading, on.otherSchool);
    assert.deepEqual([ours.ok, ours.rows, theirs.ok, theirs.rows], [true, 50, true, 10]);
  });

  test('what a transaction read of a school, nobody has changed when it writes', async (t) => {
    const on = await ground(t);
    await write(on, on.school, 'n1', '0');
    const stores = [on.store, another(t, on)];
    const counts = Array.from({ length: 40 }, (_, n) =>
      (stores[n % 2] ?? on.store).transaction(async (db) => {
        const handle = writeHandle(db, on.school);
        const row = await notes.read(handle).select('note').select('words').executeTakeFirstOrThrow();
        await notes
          .write(handle)
          .update('note')
          .set({ words: String(Number(row.words) + 1) })
          .execute();
      }),
    );
    await Promise.all(counts);
    const row = await on.store.reading.selectFrom('note').select('words').executeTakeFirstOrThrow();
    assert.equal(row['words'], '40');
  });

  test('who waits too long for another program is told that nothing was saved, and other work goes on meanwhile', async (t) => {
    const on = await ground(t);
    const other = another(t, on);
    const held = Promise.withResolvers<undefined>();
    const letGo = Promise.withResolvers<undefined>();
    const holding = other.transaction(async (db) => {
      await notes.write(writeHandle(db, on.school)).insert('note', { id: 'theirs', words: 'x', version: 1 });
      held.resolve(undefined);
      await letGo.promise;
    });
    await held.promise;
    const impatient = another(t, on, { longestWaitMs: 200 });
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 5);
    const tried = impatient.transaction((db) =>
      notes.write(writeHandle(db, on.school)).insert('note', { id: 'ours', words: 'x', version: 1 }),
    );
    await assert.rejects(tried, (error: unknown) => {
      assert.ok(error instanceof Refused, String(error));
      assert.equal(error.code, 'SG-BUSY');
      assert.equal(error.status, 503);
      assert.match(error.message, /nothing was lost/);
      return true;
    });
    clearInterval(ticking);
    assert.ok(turns > 2, 'the process did nothing else while it waited');
    assert.deepEqual(await on.store.reading.selectFrom('note').selectAll().execute(), []);
    letGo.resolve(undefined);
    await holding;
    await write(on, on.school, 'ours');
    assert.equal((await on.store.reading.selectFrom('note').selectAll().execute()).length, 2);
  });

  test('one who waits a little gets their turn', async (t) => {
    const on = await ground(t);
    const other = another(t, on);
    const held = Promise.withResolvers<undefined>();
    const letGo = Promise.withResolvers<undefined>();
    const holding = other.transaction(async (db) => {
      await sql`select 1`.execute(connectionOf(writeHandle(db, on.school)));
      held.resolve(undefined);
      await letGo.promise;
    });
    await held.promise;
    const waiting = write(on, on.school, 'n1');
    setTimeout(() => {
      letGo.resolve(undefined);
    }, 100);
    await Promise.all([holding, waiting]);
    assert.equal((await on.store.reading.selectFrom('note').selectAll().execute()).length, 1);
  });
});

if (testStore === 'postgresql') {
  describe('the second belt', () => {
    const idsSeen = async (db: AnyKysely): Promise<readonly string[]> =>
      (await db.selectFrom('note').select('id').orderBy('id').execute()).map((row) => String(row['id']));

    test('a query of a handle that forgot its school sees only that school', async (t) => {
      const on = await ground(t);
      await write(on, on.school, 'ours');
      await write(on, on.otherSchool, 'theirs');
      assert.deepEqual(await idsSeen(connectionOf(readHandle(on.store.reading, on.school))), ['ours']);
      assert.deepEqual(await idsSeen(connectionOf(readHandle(on.store.reading, on.otherSchool))), ['theirs']);
      // Several at once, so that connections change hands.
      const many = Array.from({ length: 60 }, (_, n) =>
        idsSeen(connectionOf(readHandle(on.store.reading, n % 2 === 0 ? on.school : on.otherSchool))),
      );
      for (const [n, seen] of (await Promise.all(many)).entries()) {
        assert.deepEqual(seen, [n % 2 === 0 ? 'ours' : 'theirs']);
      }
      await on.store.transaction(async (db) => {
        assert.deepEqual(await idsSeen(connectionOf(writeHandle(db, on.school))), ['ours']);
        assert.deepEqual(await idsSeen(connectionOf(readHandle(db, on.otherSchool))), ['theirs']);
        assert.deepEqual(await idsSeen(db), ['ours', 'theirs']);
      });
    });

    test('a change that forgot its school touches only that school, and cannot put a row into another', async (t) => {
      const on = await ground(t);
      await write(on, on.school, 'ours');
      await write(on, on.otherSchool, 'theirs');
      await on.store.transaction((db) =>
        connectionOf(writeHandle(db, on.school)).updateTable('note').set({ words: 'changed' }).execute(),
      );
      const rows = await on.store.reading.selectFrom('note').select(['id', 'words']).orderBy('id').execute();
      assert.deepEqual(
        rows.map((row) => [String(row['id']), String(row['words'])]),
        [
          ['ours', 'changed'],
          ['theirs', 'hello'],
        ],
      );
      const foreign = { id: 'n3', school_id: on.otherSchool, words: 'x', version: 1 };
      await assert.rejects(
        on.store.transaction((db) =>
          connectionOf(writeHandle(db, on.school)).insertInto('note').values(foreign).execute(),
        ),
        /row-level security/,
      );
    });

    test('a connection that has named no school sees no school’s rows', async (t) => {
      const on = await ground(t);
      await write(on, on.school, 'ours');
      const { Client } = await import('pg');
      const client = new Client({ connectionString: on.address });
      // The database goes before it does.
      client.on('error', () => undefined);
      await client.connect();
      t.after(() => client.end());
      assert.deepEqual((await client.query('select * from note')).rows, []);
      assert.deepEqual((await client.query('select * from audit_event')).rows, []);
      await assert.rejects(client.query("insert into note values ('n2', 'x', 'y', 1)"), /row-level security/);
    });

    test('every table with a school is under it', async (t) => {
      const on = await ground(t);
      const { rows } = await sql<{ name: string }>`
        select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id'
        where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
          and not (c.relrowsecurity and c.relforcerowsecurity
            and exists (select 1 from pg_policy p where p.polrelid = c.oid))`.execute(on.store.reading);
      assert.deepEqual(rows, []);
    });
  });
}
