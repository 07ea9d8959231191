import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { signedIn } from '../people/testing.ts';
import { aCast, aReport } from './testing.ts';

test('a term with more incidents than one view shows is not signed, since nobody has read all of it; its file is whole', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const cast = await aCast(world);
  await aReport(world, cast.teacher);
  const dsl = await signedIn(world, cast.dsl.person, cast.school);
  const sign = async () => {
    world.clock.advance({ minutes: 1 });
    const page = await dsl.get('/incidents/sign-off');
    const hash = /name="hash" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const term = /name="term" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    return dsl.post('/incidents/sign-off', { term, hash, confirm: 'yes' });
  };
  assert.equal((await sign()).status, 303);
  // By their rows: two thousand reports one by one would take a test too long.
  const [row] = await world.store.reading.selectFrom('incident').selectAll().execute();
  assert.ok(row);
  const more = async (from: number, to: number): Promise<void> => {
    await world.store.transaction(async (db) => {
      for (let at = from; at <= to; at += 100) {
        const some = Array.from({ length: Math.min(100, to - at + 1) }, (_, place) => ({
          ...row,
          id: `${String(row['id']).slice(0, -6)}${String(100_000 + at + place)}`,
          number: at + place,
        }));
        await db.insertInto('incident').values(some).execute();
      }
    });
  };
  await more(2, 2000);
  assert.equal((await sign()).status, 303);
  await more(2001, 2001);
  const refused = await sign();
  assert.equal(refused.status, 422);
  assert.match(refused.text, /more than 2,000 incidents/);
  const lines = (await dsl.get('/incidents/log.csv')).html.trimEnd().split(/\r\n(?="?\d)/).length - 1;
  assert.equal(lines, 2001);
});
