import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { sql } from 'kysely';

import { makeGround, type Ground } from '../../../test/support/ground.ts';
import { machinery } from './machinery.ts';
import { readHandle, tables, writeHandle } from './scoped-tables.ts';
import { withKeys } from './sealed-columns.ts';
import { newSealingKey, sealingKey, SealBroken, type SealingKeys } from './sealing.ts';
import type { Store } from './store.ts';

interface CaseTables {
  letter: { id: string; school_id: string; words: string; aside: string | null; sort: string };
  stamp: { id: string; school_id: string; letter_id: string; words: string };
}

const letters = tables<CaseTables>({ sealed: { letter: ['words', 'aside'] } }, 'letter', 'stamp');

const KEYS: SealingKeys = [sealingKey(new Uint8Array(32).fill(7))];

interface Sealed extends Ground {
  readonly keyed: Store;
}

async function ground(t: TestContext, keys: SealingKeys = KEYS): Promise<Sealed> {
  const made = await makeGround();
  t.after(() => made.end());
  await made.store.transaction(async (db) => {
    await sql`create table letter (id text primary key, school_id text not null, words text not null, aside text, sort text not null)`.execute(
      db,
    );
    await sql`create table stamp (id text primary key, school_id text not null, letter_id text not null, words text not null)`.execute(
      db,
    );
  });
  return { ...made, keyed: withKeys(made.store, keys) };
}

const write = (on: Sealed, id: string, words: string, aside: string | null = null) =>
  on.keyed.transaction((db) =>
    letters.write(writeHandle(db, on.school)).insert('letter', { id, words, aside, sort: 'plain' }),
  );

const reader = (on: Sealed) => letters.read(readHandle(on.keyed.reading, on.school));

/** Rows as the driver makes them: on SQLite they have no prototype. */
const sameRows = (rows: readonly object[], expected: readonly object[]): void => {
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    expected,
  );
};

const stored = async (on: Sealed, id: string) =>
  on.store.reading
    .selectFrom('letter')
    .select(['words', 'aside', 'sort'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

describe('a sealed column', () => {
  it('holds only sealed text in the database, and reads as it was written', async (t) => {
    const on = await ground(t);
    const words = 'Robin said „hush“ to the class 🦔';
    await write(on, 'l1', words, 'an aside');
    const row = await stored(on, 'l1');
    assert.match(String(row['words']), /^sealed\.1\.[0-9a-f]{8}\.[A-Za-z0-9+/]+=*$/);
    assert.match(String(row['aside']), /^sealed\.1\./);
    assert.equal(row['sort'], 'plain');
    sameRows(await reader(on).select('letter').select(['words', 'aside']).execute(), [{ words, aside: 'an aside' }]);
    const [all] = await reader(on).select('letter').selectAll().execute();
    assert.equal(all?.words, words);
    const [renamed] = await reader(on).select('letter').select('letter.words as said').execute();
    assert.equal(renamed?.said, words);
  });

  it('is sealed anew each time: equal texts do not look equal', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'the same');
    await write(on, 'l2', 'the same');
    assert.notEqual((await stored(on, 'l1'))['words'], (await stored(on, 'l2'))['words']);
  });

  it('keeps null as null, asks for null, and keeps an empty text apart from it', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', '', null);
    const row = await stored(on, 'l1');
    assert.deepEqual([row['words'], row['aside']], ['', null]);
    sameRows(await reader(on).select('letter').select(['words', 'aside']).where('aside', 'is', null).execute(), [
      { words: '', aside: null },
    ]);
    assert.deepEqual(await reader(on).select('letter').select('id').where('aside', 'is not', null).execute(), []);
  });

  it('is sealed by an update too', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'before');
    await on.keyed.transaction((db) =>
      letters
        .write(writeHandle(db, on.school))
        .update('letter')
        .set({ words: 'after', aside: 'new', sort: 'other' })
        .where('id', '=', 'l1')
        .execute(),
    );
    assert.match(String((await stored(on, 'l1'))['words']), /^sealed/);
    assert.equal((await stored(on, 'l1'))['sort'], 'other');
    sameRows(await reader(on).select('letter').select(['words', 'aside']).execute(), [
      { words: 'after', aside: 'new' },
    ]);
  });

  it('is opened in a join under its own name, and a plain column of that name stays as it is', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'sealed words');
    await on.keyed.transaction((db) =>
      letters.write(writeHandle(db, on.school)).insert('stamp', { id: 's1', letter_id: 'l1', words: 'plain words' }),
    );
    const rows = await reader(on)
      .select('stamp')
      .innerJoin('letter', 'letter.id', 'stamp.letter_id')
      .select(['stamp.words as plain', 'letter.words as opened'])
      .execute();
    sameRows(rows, [{ plain: 'plain words', opened: 'sealed words' }]);
    const aliased = await reader(on)
      .select('stamp')
      .innerJoin('letter as l', 'l.id', 'stamp.letter_id')
      .select('l.words')
      .execute();
    sameRows(aliased, [{ words: 'sealed words' }]);
  });

  it('cannot be compared, sorted, grouped or computed with: the error names it', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'words');
    const named = (error: unknown): boolean => {
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, /letter\.words/);
      return true;
    };
    const select = () => reader(on).select('letter');
    for (const query of [
      select().select('id').where('words', '=', 'words'),
      select().select('id').where('words', 'like', '%ord%'),
      select().select('id').where('letter.words', 'in', ['words']),
      select().select('id').orderBy('words'),
      select().select('id').orderBy('letter.words', 'desc'),
      select().select('sort').groupBy('words'),
      select().select((make) => make.fn.max('words').as('most')),
      select().select((make) => make.fn.coalesce('words', 'sort').as('either')),
      select()
        .select('id')
        .where('sort', '=', (make) => make.ref('words')),
      select().innerJoin('stamp', 'stamp.words', 'letter.words').select('stamp.id'),
      select()
        .select('id')
        .where('id', 'in', (make) => make.selectFrom('letter').select('letter.words')),
    ]) {
      await assert.rejects(query.execute(), named);
    }
    await assert.rejects(
      on.keyed.transaction((db) =>
        letters
          .write(writeHandle(db, on.school))
          .update('letter')
          .set((make) => ({ words: make.ref('sort') }))
          .execute(),
      ),
      named,
    );
    await assert.rejects(
      on.keyed.transaction((db) =>
        letters
          .write(writeHandle(db, on.school))
          .update('letter')
          .set((make) => ({ sort: make.ref('words') }))
          .execute(),
      ),
      named,
    );
  });

  it('never shows sealed text that came through raw SQL', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'words');
    const query = reader(on)
      .select('letter')
      .select(sql<string>`letter.words`.as('sly'));
    await assert.rejects(query.execute(), /“sly” reads a sealed column through an expression/);
  });

  it('takes text only', async (t) => {
    const on = await ground(t);
    const number: unknown = 5;
    await assert.rejects(
      on.keyed.transaction((db) =>
        machinery<{ letter: { id: string; school_id: string; words: unknown; aside: null; sort: string } }>(
          { ...on.keyed, transaction: (work) => work(db) },
          { letter: ['words'] },
        ).transaction((open) =>
          open
            .insertInto('letter')
            .values({ id: 'l1', school_id: on.school, words: number, aside: null, sort: '' })
            .execute(),
        ),
      ),
      /letter\.words is sealed and takes text, not number/,
    );
  });

  it('that was damaged, moved, put in by hand or sealed with another key is broken, never empty', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'words', 'aside');
    const before = await stored(on, 'l1');
    const put = (words: string) =>
      on.store.transaction((db) => db.updateTable('letter').set({ words }).where('id', '=', 'l1').execute());
    const broken = async (words: string, message: RegExp): Promise<void> => {
      await put(words);
      await assert.rejects(reader(on).select('letter').selectAll().execute(), (error: unknown) => {
        assert.ok(error instanceof SealBroken);
        assert.match(error.message, message);
        assert.match(error.message, /^letter\.words/);
        return true;
      });
    };
    const text = String(before['words']);
    const at = text.length - 12;
    await broken(
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`,
      /changed after it was written/,
    );
    await broken(String(before['aside']), /changed after it was written/);
    await broken(text.slice(0, 24), /cut short/);
    await broken('typed in by hand', /not sealed/);
    const other = await ground(t, [newSealingKey()]);
    await write(other, 'l1', 'words');
    await broken(String((await stored(other, 'l1'))['words']), /sealed with the key [0-9a-f]{8}, which is not here/);
    await put(text);
    assert.equal((await reader(on).select('letter').selectAll().execute()).length, 1);
  });

  it('sealed with an earlier key opens while that key is kept; new text takes the new one', async (t) => {
    const on = await ground(t);
    await write(on, 'l1', 'old words');
    const next = newSealingKey();
    const rotated = { ...on, keyed: withKeys(on.store, [next, ...KEYS]) };
    await write(rotated, 'l2', 'new words');
    assert.ok(String((await stored(on, 'l2'))['words']).startsWith(`sealed.1.${next.id}.`));
    sameRows(await reader(rotated).select('letter').select('words').orderBy('id').execute(), [
      { words: 'old words' },
      { words: 'new words' },
    ]);
  });

  it('is not reached at all through a store without keys', async (t) => {
    const on = await ground(t);
    assert.throws(() => letters.read(readHandle(on.store.reading, on.school)), /without keys/);
  });
});

describe('a machinery table', () => {
  it('has sealed columns like any other', async (t) => {
    const on = await ground(t);
    const open = machinery<{ letter: CaseTables['letter'] }>(on.keyed, { letter: ['words'] });
    await open.transaction((db) =>
      db
        .insertInto('letter')
        .values([
          { id: 'l1', school_id: on.school, words: 'one', aside: null, sort: '' },
          { id: 'l2', school_id: on.school, words: 'two', aside: 'plain here', sort: '' },
        ])
        .execute(),
    );
    assert.match(String((await stored(on, 'l2'))['words']), /^sealed/);
    assert.equal((await stored(on, 'l2'))['aside'], 'plain here');
    sameRows(await open.reading.selectFrom('letter').select('words').orderBy('id').execute(), [
      { words: 'one' },
      { words: 'two' },
    ]);
    await open.transaction((db) =>
      db
        .insertInto('letter')
        .values({ id: 'l1', school_id: on.school, words: 'x', aside: null, sort: '' })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ words: 'three' }))
        .execute(),
    );
    const back = await open.transaction((db) =>
      db.updateTable('letter').set({ sort: 'z' }).where('id', '=', 'l1').returning('words').execute(),
    );
    sameRows(back, [{ words: 'three' }]);
  });
});
