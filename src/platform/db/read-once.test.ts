import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { makeGround } from '../../../test/support/ground.ts';
import { readHandle } from './scoped-tables.ts';
import { readingTogether, readOnce, readsTogether } from './read-once.ts';

describe('a read that many share', () => {
  const counted = async (t: TestContext) => {
    const on = await makeGround();
    t.after(() => on.end());
    const asked: string[] = [];
    const read = readOnce((db, what: string) => {
      asked.push(what);
      return Promise.resolve(`${what} of ${db.school}, read ${String(asked.length)}`);
    });
    return { db: readHandle(on.store.reading, on.school), asked, read, school: on.school };
  };

  it('is done once for each handle on which many read together, and for each of what is asked', async (t) => {
    const { db, asked, read, school } = await counted(t);
    const together = readingTogether(db);
    assert.deepEqual(
      await Promise.all([read(together, 'people'), read(together, 'settings'), read(together, 'people')]),
      [`people of ${school}, read 1`, `settings of ${school}, read 2`, `people of ${school}, read 1`],
    );
    assert.deepEqual(asked, ['people', 'settings']);
  });

  it('is done anew for the next handle, and every time on any other', async (t) => {
    const { db, asked, read } = await counted(t);
    await read(readingTogether(db), 'people');
    await read(readingTogether(db), 'people');
    await read(db, 'people');
    await read(db, 'people');
    assert.equal(asked.length, 4);
    assert.equal(readsTogether(db), false);
    assert.equal(readsTogether(readingTogether(db)), true);
  });

  it('fails for all that share it, and for nobody after them', async (t) => {
    const { db } = await counted(t);
    let broken = true;
    const read = readOnce(() => (broken ? Promise.reject(new Error('away')) : Promise.resolve('there')));
    const together = readingTogether(db);
    await assert.rejects(read(together), /away/);
    await assert.rejects(read(together), /away/);
    broken = false;
    assert.equal(await read(readingTogether(db)), 'there');
  });
});
