import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { makeGround, noteEvents, type Ground } from '../../../test/support/ground.ts';
import { makeAppendAudit, verifyChain } from '../audit/chain.ts';
import type { Store } from '../db/store.ts';
import { viewingRows } from './viewing-rows.ts';

async function ground(t: TestContext) {
  const on = await makeGround();
  t.after(() => on.end());
  let transactions = 0;
  const counting: Store = {
    ...on.store,
    transaction: (work) => {
      transactions++;
      return on.store.transaction(work);
    },
  };
  const write = viewingRows(
    counting,
    makeAppendAudit((name) => Object.entries(noteEvents).find(([known]) => known === name)?.[1]),
  );
  return { on, write, transactions: () => transactions };
}

const seen = (on: Ground, school: typeof on.school, note: string, name = 'note-read') => ({
  at: on.clock.now(),
  actor: on.actor(school, 'head'),
  events: [{ name, subject: note, data: {} }],
});

describe('viewing rows', () => {
  test('that wait at the same time share a transaction, and none is missing', async (t) => {
    const { on, write, transactions } = await ground(t);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const school = index % 2 === 0 ? on.school : on.otherSchool;
        return write(school, seen(on, school, `n${String(index)}`));
      }),
    );
    assert.equal(transactions(), 1);
    for (const school of [on.school, on.otherSchool]) {
      assert.equal((await on.trail(school)).length, 10);
      assert.ok((await verifyChain(on.store.reading, school)).ok);
    }
  });

  test('of one read that cannot be written refuse that read only', async (t) => {
    const { on, write } = await ground(t);
    const outcomes = await Promise.allSettled([
      write(on.school, seen(on, on.school, 'n1')),
      write(on.school, seen(on, on.school, 'n2', 'never-declared')),
      write(on.school, seen(on, on.school, 'n3')),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await on.trail(on.school), ['note-read', 'note-read']);
    assert.ok((await verifyChain(on.store.reading, on.school)).ok);
  });

  test('go on after a refusal', async (t) => {
    const { on, write } = await ground(t);
    await assert.rejects(write(on.school, seen(on, on.school, 'n1', 'never-declared')), /never-declared/);
    await write(on.school, seen(on, on.school, 'n2'));
    assert.deepEqual(await on.trail(on.school), ['note-read']);
  });
});
