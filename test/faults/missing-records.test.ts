import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { openStore } from '../../src/platform/db/store.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { startSchoolgate, until, type Running } from '../support/running.ts';
import { makeDataFolder } from './data-folder.ts';
import { ILLEGAL, visitThrough } from './filter-alone.ts';
import { signedInAt, type SignedIn } from './signed-in.ts';

/*
 * The rows of "when something is missing" that are about the records, on the real processes: the audit trail cannot be written, and the
 * disk is full.
 */

let data = '';
let school: SchoolId;
let running: Running;
let teacher: SignedIn;

before(async () => {
  const prepared = await makeDataFolder('missing-records', async (world) => {
    const id = await aSchool(world);
    await aPupil(world, id, { given: 'Robin', family: 'Sample' });
    const person = await anAdult(world, id, { roles: ['staff'] });
    await anAdult(world, id, { roles: ['dsl'] });
    return { school: id, session: await world.parts.sessions.start(id, person, 'test') };
  });
  ({ data } = prepared);
  ({ school } = prepared.made);
  running = await startSchoolgate({ data });
  teacher = signedInAt(running, prepared.made.session);
});
after(async () => {
  await running.end();
  rmSync(data, { recursive: true, force: true });
});

const typed = 'Saw a worrying page in the library, 10:40.';
const report = { details: typed, who: 'Robin Sample', about: 'general', danger: 'no', happened: '2026-11-20' };

/** Runs `use` on the database from outside, as nobody should. */
function onDatabase<Result>(use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(join(data, 'schoolgate.db'), { timeout: 10_000 });
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function count(table: 'incident' | 'incident_entry' | 'audit_event' | 'filter_event' | 'mail_outbox'): number {
  return onDatabase((database) => Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']));
}

async function illegalIsClosed(): Promise<void> {
  assert.equal((await visitThrough(running.proxy.port, `http://${ILLEGAL}/`)).status, 403);
}

/** Whether the gate says this of the spool, after another refused visit. */
function spoolSays(word: 'failing' | 'writing'): () => Promise<boolean> {
  return async () => {
    await visitThrough(running.proxy.port, 'http://bet365.com/');
    return (await (await fetch(`${running.gate}/healthz`)).text()).includes(`"spool":"${word}"`);
  };
}

async function chainHolds(): Promise<void> {
  const store = openStore(join(data, 'schoolgate.db'));
  const chain = await verifyChain(store.reading, school);
  await store.close();
  assert.ok(chain.ok, JSON.stringify(chain));
}

/** What a change leaves behind: nothing of it, when it was refused. */
function rowsOfReports(): number[] {
  return [count('incident'), count('incident_entry'), count('mail_outbox')];
}

describe('audit cannot be written', () => {
  test('the change is refused and undone, and what was typed is kept on a page to print', async () => {
    const before = rowsOfReports();
    onDatabase((database) => {
      database.exec(
        `create trigger no_more_audit before insert on audit_event begin select raise(abort, 'no audit'); end`,
      );
    });
    try {
      const refused = await teacher.post('/incidents/new', report);
      assert.ok(refused.status >= 500, String(refused.status));
      assert.ok(refused.text.includes(typed), 'what was typed is lost');
      assert.match(refused.text, /Nothing of it was saved. Print this page/);
      assert.deepEqual(rowsOfReports(), before, 'something was half saved');
      await illegalIsClosed();
      assert.equal((await visitThrough(running.proxy.port, 'http://bet365.com/')).status, 403, 'the filter goes on');
    } finally {
      onDatabase((database) => {
        database.exec('drop trigger no_more_audit');
      });
    }
    assert.equal((await teacher.post('/incidents/new', report)).status, 303, 'it does not go on by itself');
    await chainHolds();
  });
});

describe('disk full', () => {
  test('the filter goes on deciding, a change is refused with what was typed kept, nothing is half saved, and all goes on by itself', async () => {
    const before = rowsOfReports();
    const limit = (pid: number | undefined, bytes: string): void => {
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
    };
    const [web, filter] = [running.child('webd.ts'), running.child('filterd.ts')];
    const form = await teacher.form('/incidents/new');
    // RLIMIT_FSIZE: from now on no file takes another byte, as on a full disk.
    limit(web, '1');
    limit(filter, '1');
    try {
      const refused = await teacher.send('/incidents/new', form, report);
      assert.ok(refused.status >= 500, String(refused.status));
      assert.ok(refused.text.includes(typed), 'what was typed is lost');
      assert.match(refused.text, /Nothing of it was saved/);
      await illegalIsClosed();
      assert.equal((await visitThrough(running.proxy.port, 'http://bet365.com/')).status, 403);
      await until(spoolSays('failing'), 'the gate raises no alarm');
    } finally {
      limit(web, 'unlimited');
      limit(filter, 'unlimited');
    }
    assert.deepEqual([running.child('webd.ts'), running.child('filterd.ts')], [web, filter], 'a process died of it');
    assert.deepEqual(rowsOfReports(), before, 'something was half saved');
    await until(
      async () => (await teacher.post('/incidents/new', report)).status === 303,
      'saving does not go on by itself',
    );
    await until(spoolSays('writing'), 'recording does not go on by itself');
    assert.equal(rowsOfReports()[0], (before[0] ?? 0) + 1);
    await chainHolds();
    assert.ok(statSync(join(data, 'schoolgate.db')).size > 0);
    assert.equal(
      onDatabase((database) => database.prepare('pragma integrity_check').get()?.['integrity_check']),
      'ok',
    );
  });
});
