import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { sql } from 'kysely';

import { makeGround, noteEvents, type Ground } from '../../../test/support/ground.ts';
import { runStatement } from '../db/migrations.ts';
import { makeAppendAudit, verifyChain } from './chain.ts';
import { code, count, flag, id, instant } from './events.ts';

/** A chain of `rows` events for the school and one row for another. */
async function chain(t: TestContext, rows: number): Promise<Ground> {
  const on = await makeGround();
  t.after(() => on.end());
  const append = makeAppendAudit((name) => (name === 'note-written' ? noteEvents['note-written'] : undefined));
  const write = (school: typeof on.school, subject: string) =>
    on.store.transaction((db) =>
      append(db, school, {
        at: on.clock.now(),
        actor: on.actor(school, 'head'),
        events: [{ name: 'note-written', subject, data: { sort: 'short' } }],
      }),
    );
  for (let n = 1; n <= rows; n++) assert.equal(await write(on.school, `n${String(n)}`), n);
  await write(on.otherSchool, 'elsewhere');
  return on;
}

/** What somebody with the database file in their hands could do. */
async function tamper(on: Ground, ...statements: string[]): Promise<void> {
  await on.store.transaction(async (db) => {
    for (const statement of [
      'drop trigger audit_event_no_update',
      'drop trigger audit_event_no_delete',
      ...statements,
    ]) {
      await runStatement(on.store, db, statement);
    }
  });
}

describe('the audit chain', () => {
  test('holds from the first row to the head, for each school by itself', async (t) => {
    const on = await chain(t, 3);
    const report = await verifyChain(on.store.reading, on.school);
    assert.deepEqual([report.ok, report.rows], [true, 3]);
    assert.deepEqual((await verifyChain(on.store.reading, on.otherSchool)).rows, 1);
  });

  test('holds over more rows than one batch reads', async (t) => {
    const on = await makeGround();
    t.after(() => on.end());
    const append = makeAppendAudit(() => noteEvents['note-written']);
    const events = Array.from({ length: 700 }, () => ({ name: 'note-written', subject: 'n', data: { sort: 'short' } }));
    for (let n = 0; n < 3; n++) {
      await on.store.transaction((db) =>
        append(db, on.school, { at: on.clock.now(), actor: on.actor(on.school, 'head'), events }),
      );
    }
    assert.deepEqual((await verifyChain(on.store.reading, on.school)).rows, 2100);
  });

  test('a school without any event verifies', async (t) => {
    const on = await makeGround();
    t.after(() => on.end());
    assert.deepEqual((await verifyChain(on.store.reading, on.school)).ok, true);
  });

  test('rows cannot be changed or removed through the store', async (t) => {
    const on = await chain(t, 2);
    for (const statement of ["update audit_event set actor = 'other'", 'delete from audit_event']) {
      await assert.rejects(
        on.store.transaction((db) => sql.raw(statement).execute(db)),
        /append-only/,
      );
    }
  });

  const cases: [string, string[], number, RegExp][] = [
    [
      'a changed row is found',
      ['update audit_event set data = \'{"sort":"long"}\' where seq = 2 and subject = \'n2\''],
      2,
      /row 2 is not what was written/,
    ],
    [
      'a changed actor is found',
      ["update audit_event set actor = 'somebody-else' where subject = 'n3'"],
      3,
      /row 3 is not what was written/,
    ],
    ['a removed row is found', ["delete from audit_event where subject = 'n2'"], 2, /row 2 is missing/],
    ['a removed first row is found', ["delete from audit_event where subject = 'n1'"], 1, /row 1 is missing/],
    [
      'a removed last row is found',
      ["delete from audit_event where subject = 'n4'"],
      4,
      /row 4 is missing: the head is at 4/,
    ],
    [
      'a removed last row is found also when the head was set back without its hash',
      ["delete from audit_event where subject = 'n4'", 'update audit_head set seq = 3 where seq = 4'],
      3,
      /the head does not carry the hash of the last row/,
    ],
    [
      'two rows that changed places are found',
      [
        "update audit_event set seq = 99 where subject = 'n2'",
        "update audit_event set seq = 2 where subject = 'n3'",
        "update audit_event set seq = 3 where subject = 'n2'",
      ],
      2,
      /row 2 is not what was written/,
    ],
  ];
  for (const [name, statements, at, problem] of cases) {
    test(name, async (t) => {
      const on = await chain(t, 4);
      await tamper(on, ...statements);
      const report = await verifyChain(on.store.reading, on.school);
      assert.ok(!report.ok);
      assert.equal(report.at, at);
      assert.match(report.problem, problem);
      assert.equal(
        (await verifyChain(on.store.reading, on.otherSchool)).ok,
        true,
        'the other school’s chain still holds',
      );
    });
  }

  test('an event that no module declares cannot be written', async (t) => {
    const on = await chain(t, 1);
    const append = makeAppendAudit(() => undefined);
    await assert.rejects(
      on.store.transaction((db) =>
        append(db, on.school, {
          at: on.clock.now(),
          actor: on.actor(on.school),
          events: [{ name: 'made-up', subject: 'n', data: {} }],
        }),
      ),
      /made-up is in no module/,
    );
  });
});

test('payloads take ids, codes, counts, moments and yes or no, and no free text', () => {
  assert.equal(code().safeParse('s1-072').success, true);
  assert.equal(id().safeParse('0190-ab').success, true);
  assert.equal(instant().safeParse('2026-11-23T09:10:00Z').success, true);
  assert.equal(instant().safeParse('2026-11-23').success, true);
  assert.equal(flag().safeParse(true).success, true);
  for (const text of ['Sam Hill', 'sam hill', 'Said: "no"', '', 'a'.repeat(81)]) {
    assert.equal(code().safeParse(text).success, false, text);
  }
  assert.equal(id().safeParse('Sam Hill').success, false);
  assert.equal(count().safeParse(1.5).success, false);
  assert.equal(instant().safeParse('yesterday').success, false);
});
