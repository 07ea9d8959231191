import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { anAdult, aSchool } from '../../src/modules/people/testing.ts';
import { rosterOfRows } from '../support/roster-files.ts';
import { startSchoolgate, until, type Running } from '../support/running.ts';
import { makeDataFolder } from './data-folder.ts';
import { signedInAt, type SignedIn } from './signed-in.ts';

/*
 * An import that is killed half-way: what is done is done whole, the page says how far it came, and it goes on or is undone.
 */

let data = '';
let running: Running;
let office: SignedIn;

before(async () => {
  const prepared = await makeDataFolder('roster-import', async (world) => {
    const id = await aSchool(world);
    const person = await anAdult(world, id, { roles: ['office'] });
    return world.parts.sessions.start(id, person, 'test');
  });
  ({ data } = prepared);
  running = await startSchoolgate({ data });
  office = signedInAt(running, prepared.made);
});
after(async () => {
  await running.end();
  rmSync(data, { recursive: true, force: true });
});

function look(sql: string): number {
  const database = new DatabaseSync(join(data, 'schoolgate.db'), { readOnly: true, timeout: 10_000 });
  try {
    return Number(database.prepare(sql).get()?.['n']);
  } finally {
    database.close();
  }
}

const people = (): number => look(`select count(*) as n from person where sourced_id is not null`);
const joined = (): number =>
  look(`select count(*) as n from audit_event where event = 'person-added' and data like '%import%'`);

describe('an import of a roster', () => {
  test(
    'that is killed stops at a whole person, says how far it came, goes on to its end, and is undone',
    { timeout: 600_000 },
    async () => {
      const texts = rosterOfRows(3000);
      const pasted = {
        users: texts['users.csv'],
        classes: texts['classes.csv'],
        enrollments: texts['enrollments.csv'],
      };
      const brought = await office.send('/people/import', await office.form('/people/import'), pasted);
      assert.equal(brought.status, 303);
      const draft = lookText(`select id from roster_draft where state = 'open'`);
      const plan = await office.get(`/people/import/${draft}`);
      const fingerprint = /name="fingerprint" value="([0-9a-f]+)"/.exec(plan.text)?.[1] ?? '';
      assert.equal((await office.post(`/people/import/${draft}`, { fingerprint })).status, 303);
      const run = `/people/import/runs/${lookText(`select id from roster_import`)}`;
      const web = running.child('webd.ts') ?? assert.fail('no web app');
      await until(() => people() > 60, 'the import does not begin', 120_000);
      process.kill(web, 'SIGKILL');
      await until(
        async () =>
          running.child('webd.ts') !== web && (await office.get('/account').catch(() => undefined))?.status === 200,
        'the web app does not come back',
        120_000,
      );
      const half = people();
      assert.ok(half > 0 && half < 1500, `${String(half)} of 1,500`);
      assert.equal(joined(), half, 'each person has a row in the trail, and each row a person');
      await until(
        async () => /The import stopped at [\d,]+ of 1,545/.test((await office.get(run)).text),
        'the page does not say so',
        120_000,
      );
      assert.equal((await office.post(`${run}/go-on`, {})).status, 303);
      await until(
        async () => (await office.get(run)).text.includes('The roster is imported'),
        'it does not go on',
        300_000,
      );
      assert.deepEqual([people(), joined()], [1500, 1500]);
      await office.post(`${run}/undo`, {});
      await until(
        async () => (await office.get(run)).text.includes('The import is undone'),
        'it is not undone',
        300_000,
      );
      assert.equal(look(`select count(*) as n from person where sourced_id is not null and left_on is null`), 0);
    },
  );
});

function lookText(sql: string): string {
  const database = new DatabaseSync(join(data, 'schoolgate.db'), { readOnly: true, timeout: 10_000 });
  try {
    return String(database.prepare(sql).get()?.['id']);
  } finally {
    database.close();
  }
}
