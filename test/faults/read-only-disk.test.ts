import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
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
import { failingDisk, type FailingDisk } from './small-disk.ts';

/*
 * The disk of the data folder goes bad and is read-only from one moment to the next, with everything running on it. Where no disk may be
 * made for it (a container), the processes may write no byte to any file, which is the same to them.
 */

const typed = 'Saw a worrying page in the library, 10:40.';
const report = {
  details: typed,
  who: 'Robin Sample',
  about: 'general',
  danger: 'no',
  happened: Temporal.Now.plainDateISO('Europe/London').toString(),
};

let disk: FailingDisk | undefined;
let data = '';
let school: SchoolId;
let session = '';
let running: Running;
/** What the end of the tests ends: nothing, when the start did not succeed. */
const started: Running[] = [];
let teacher: SignedIn;

before(async () => {
  disk = failingDisk(64);
  const prepared = await makeDataFolder('read-only-disk', async (world) => {
    const id = await aSchool(world);
    await aPupil(world, id, { given: 'Robin', family: 'Sample' });
    const person = await anAdult(world, id, { roles: ['staff'] });
    await anAdult(world, id, { roles: ['dsl'] });
    return { school: id, session: await world.parts.sessions.start(id, person, 'test') };
  });
  ({ school, session } = prepared.made);
  data = prepared.data;
  if (disk !== undefined) {
    data = join(disk.folder, 'data');
    cpSync(prepared.data, data, { recursive: true });
    cpSync(`${prepared.data}-keys`, `${data}-keys`, { recursive: true });
    // Schoolgate syncs what it writes; what we copied is ours to sync before the disk goes bad.
    execFileSync('sync', ['-f', data]);
    rmSync(prepared.data, { recursive: true });
    rmSync(`${prepared.data}-keys`, { recursive: true });
  }
  running = await startSchoolgate({ data });
  started.push(running);
  teacher = signedInAt(running, session);
});
after(async () => {
  for (const one of started) await one.end();
  disk?.end();
  rmSync(data, { recursive: true, force: true });
  rmSync(`${data}-keys`, { recursive: true, force: true });
});

/** From now on nothing can be written. */
function fail(): void {
  if (disk !== undefined) disk.fail();
  else for (const pid of [running.child('webd.ts'), running.child('filterd.ts')]) limit(pid, '1');
}

function limit(pid: number | undefined, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

function reports(): number {
  const store = new DatabaseSync(join(data, 'schoolgate.db'), { readOnly: true });
  try {
    return Number(store.prepare('select count(*) as n from incident').get()?.['n']);
  } finally {
    store.close();
  }
}

describe('read-only data folder', () => {
  let before = 0;
  test('a change is refused, what was typed is kept on a page to print, and pages that save nothing are there', async () => {
    assert.equal((await teacher.post('/incidents/new', report)).status, 303, 'it saves while the disk is good');
    before = reports();
    const form = await teacher.form('/incidents/new');
    const children = [running.child('webd.ts'), running.child('filterd.ts')];
    fail();
    for (let time = 1; time <= 2; time++) {
      const refused = await teacher.send('/incidents/new', form, report);
      assert.equal(refused.status, 503, refused.text);
      assert.match(refused.text, /The disk of the school’s machine/);
      assert.match(refused.text, /Nothing of it was saved.*Print this page/);
      assert.ok(refused.text.includes(typed), 'what was typed is lost');
    }
    assert.equal((await teacher.get('/')).status, 200);
    assert.deepEqual([running.child('webd.ts'), running.child('filterd.ts')], children, 'a process died of it');
  });

  test('the filter goes on deciding and raises the alarm on the gate; a call for help is not called saved', async () => {
    assert.equal((await visitThrough(running.proxy.port, `http://${ILLEGAL}/`)).status, 403);
    await until(async () => {
      assert.equal((await visitThrough(running.proxy.port, 'http://bet365.com/')).status, 403);
      return (await (await fetch(`${running.gate}/healthz`)).text()).includes('"spool":"failing"');
    }, 'no alarm');
    const page = await (await fetch(`${running.gate}/tell-an-adult`)).text();
    const ticket = /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const told = await fetch(`${running.gate}/tell-an-adult`, {
      method: 'POST',
      body: new URLSearchParams({ ticket }),
    });
    const words = await told.text();
    assert.match(words, /Tell a grown-up now/);
    assert.doesNotMatch(words, /Saved/);
  });

  test('when the disk is mended and Schoolgate started again, what was saved is there, nothing else is, and all works', async () => {
    await running.stop();
    if (disk === undefined) {
      rmSync(`${data}.out`, { force: true });
    } else disk.mend();
    assert.equal(reports(), before);
    running = await startSchoolgate({ data, ports: running.ports });
    started.push(running);
    teacher = signedInAt(running, session);
    assert.equal((await teacher.post('/incidents/new', report)).status, 303);
    assert.equal(reports(), before + 1);
    await until(async () => {
      await visitThrough(running.proxy.port, 'http://bet365.com/');
      return (await (await fetch(`${running.gate}/healthz`)).text()).includes('"spool":"writing"');
    }, 'recording does not go on');
    const store = openStore(join(data, 'schoolgate.db'));
    const chain = await verifyChain(store.reading, school);
    await store.close();
    assert.ok(chain.ok, JSON.stringify(chain));
  });
});
