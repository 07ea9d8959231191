import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { runCli } from '../../src/cli/testing.ts';
import { siteFolder } from '../../src/filter/ruleset/site-folder.ts';
import { readSegments } from '../../src/filter/spool/spool-reader.ts';
import { aClassifiedOne, aReport } from '../../src/modules/incidents/testing.ts';
import { actorFor, anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { aBackupKey, aStoredFile } from '../../src/modules/safekeeping/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { listBackups } from '../../src/platform/backup/backup-folder.ts';
import { openStore } from '../../src/platform/db/store.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { startSchoolgate, until, type Running } from '../support/running.ts';
import { makeDataFolder } from './data-folder.ts';
import { ILLEGAL, visitThrough } from './filter-alone.ts';
import { signedInAt, type SignedIn } from './signed-in.ts';
import { smallDisk, type SmallDisk } from './small-disk.ts';

/*
 * A disk that is really full, with the whole of Schoolgate on it: records, spool, files, logs and backups. What was answered is kept, what
 * could not be kept leaves nothing behind and says so, the filter goes on, and all works again by itself when there is room.
 */

const typed = 'Saw a worrying page in the library, 10:40.';
const today = Temporal.Now.plainDateISO('Europe/London').toString();
const report = { details: typed, who: 'Robin Sample', about: 'general', danger: 'no', happened: today };

let disk: SmallDisk;
let data = '';
let school: SchoolId;
let running: Running;
/** What the end of the tests ends: nothing, when the start did not succeed. */
const started: Running[] = [];
let teacher: SignedIn;
let dsl: SignedIn;
let incident = '';
let sessions = { teacher: '', dsl: '' };

before(async () => {
  disk = smallDisk(64);
  const prepared = await makeDataFolder('full-disk', async (world) => {
    const id = await aSchool(world);
    await aPupil(world, id, { given: 'Robin', family: 'Sample' });
    const person = await anAdult(world, id, { roles: ['staff'] });
    const lead = await actorFor(world, id, await anAdult(world, id, { roles: ['dsl'] }));
    await aBackupKey(world, await actorFor(world, id, await anAdult(world, id, { roles: ['head'] })));
    aStoredFile(world, randomBytes(3_000_000).toString('base64'));
    const reported = await aReport(world, await actorFor(world, id, person), { when: today });
    return {
      school: id,
      incident: await aClassifiedOne(world, lead, reported, 'inappropriate'),
      teacher: await world.parts.sessions.start(id, person, 'test'),
      dsl: await world.parts.sessions.start(id, lead.person, 'test'),
    };
  });
  data = join(disk.folder, 'data');
  cpSync(prepared.data, data, { recursive: true });
  cpSync(`${prepared.data}-keys`, `${data}-keys`, { recursive: true });
  rmSync(prepared.data, { recursive: true });
  rmSync(`${prepared.data}-keys`, { recursive: true });
  ({ school, incident } = prepared.made);
  sessions = prepared.made;
});
after(async () => {
  disk.free();
  for (const one of started) await one.end();
  disk.end();
});

/** How many rows a table has, asked from outside. */
function count(table: 'incident' | 'incident_file'): number {
  const database = new DatabaseSync(join(data, 'schoolgate.db'), { readOnly: true, timeout: 10_000 });
  try {
    return Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']);
  } finally {
    database.close();
  }
}

async function gate(): Promise<string> {
  return (await fetch(`${running.gate}/healthz`)).text();
}

/** Asks for closed sites until the gate says this of the spool: the last page of a file has room for a few records more. */
function spoolSays(word: 'failing' | 'writing'): () => Promise<boolean> {
  return async () => {
    const refused = await visitThrough(running.proxy.port, 'http://bet365.com/');
    assert.equal(refused.status, 403, 'the filter does not go on');
    return (await gate()).includes(`"spool":"${word}"`);
  };
}

/** Events that the filter says it could not record, in its spool. */
function lost(): number {
  return readSegments(siteFolder(data, 'main').filterToApp, new Map(), { maxRecords: 100_000 }).records.reduce(
    (sum, { event }) => sum + (event.type === 'unrecorded' ? event.count : 0),
    0,
  );
}

/** Everything of the file store. */
function filesKept(): readonly string[] {
  mkdirSync(join(data, 'files'), { recursive: true, mode: 0o700 });
  return readdirSync(join(data, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

// Before the web app runs: its own job takes backups too, one at a time.
describe('disk full under a backup', () => {
  test('a backup says that there is no room, leaves the ones before it and no piece of itself, and works when there is', () => {
    const folder = `${data}-backups`;
    const backups = (): readonly string[] => readdirSync(folder).sort();
    const first = runCli(data, ['backup']);
    assert.equal(first.code, 0, first.out + first.err);
    const before = backups();
    // Room for the rows of the run, not for the file that the school has.
    disk.fill(1_500_000);
    try {
      const failed = runCli(data, ['backup']);
      assert.notEqual(failed.code, 0);
      assert.match(failed.err, /no room for the backup.*Free space there\. The backups before it are as they were/s);
      assert.deepEqual(backups(), before);
    } finally {
      disk.free();
    }
    const taken = runCli(data, ['backup']);
    assert.equal(taken.code, 0, taken.err);
    assert.notEqual(
      listBackups(folder)[0]?.name,
      before.findLast((name) => name.endsWith('.backup')),
    );
  });
});

describe('disk full', () => {
  before(async () => {
    running = await startSchoolgate({ data });
    started.push(running);
    teacher = signedInAt(running, sessions.teacher);
    dsl = signedInAt(running, sessions.dsl);
  });

  test('a change is refused with what was typed on a page to print; what was answered is kept, nothing is half saved; it goes on by itself', async () => {
    const before = count('incident');
    const children = [running.child('webd.ts'), running.child('filterd.ts')];
    const form = await teacher.form('/incidents/new');
    let saved = 0;
    disk.fill();
    // The write-ahead log may have room in itself for some more.
    for (let tries = 0; ; tries++) {
      const answer = await teacher.send('/incidents/new', form, report);
      if (answer.status >= 500) {
        assert.ok(answer.text.includes(typed), 'what was typed is lost');
        assert.match(answer.text, /Nothing of it was saved.*Print this page/);
        break;
      }
      assert.equal(answer.status, 303, answer.text);
      saved += 1;
      assert.ok(tries < 500, 'the disk is not full');
    }
    assert.equal(count('incident'), before + saved);
    assert.equal((await teacher.get('/')).status, 200, 'pages that save nothing are there');
    assert.equal((await visitThrough(running.proxy.port, `http://${ILLEGAL}/`)).status, 403);
    assert.equal((await visitThrough(running.proxy.port, 'http://bet365.com/')).status, 403);
    assert.deepEqual([running.child('webd.ts'), running.child('filterd.ts')], children, 'a process died of it');

    disk.free();
    await until(
      async () => (await teacher.send('/incidents/new', form, report)).status === 303,
      () => `saving does not go on by itself:\n${running.output()}`,
    );
    assert.equal(count('incident'), before + saved + 1);
    assert.deepEqual([running.child('webd.ts'), running.child('filterd.ts')], children, 'a process died of it');
  });

  test('the filter decides, says on gate and page that it cannot record, and a call for help is not called saved', async () => {
    await until(spoolSays('writing'), 'the spool does not work before the disk is full');
    disk.fill();
    try {
      await until(spoolSays('failing'), 'the gate raises no alarm');
      assert.equal((await visitThrough(running.proxy.port, `http://${ILLEGAL}/`)).status, 403);
      await until(
        async () => (await (await fetch(`${running.gate}/`)).text()).includes('cannot write its record'),
        'the gate’s page says nothing',
      );
      const page = await fetch(`${running.gate}/tell-an-adult`);
      const ticket = /name="ticket" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      const told = await fetch(`${running.gate}/tell-an-adult`, {
        method: 'POST',
        body: new URLSearchParams({ ticket }),
      });
      const words = await told.text();
      assert.match(words, /Tell a grown-up now/);
      assert.doesNotMatch(words, /Saved/);
    } finally {
      disk.free();
    }
    await until(spoolSays('writing'), 'recording does not go on by itself');
    await until(() => lost() > 0, 'what was lost is not counted');
  });

  test('a file is refused with the words beside it kept, and no piece of it stays', async () => {
    const path = `/incidents/${incident}/file`;
    const bytes = randomBytes(3_000_000).toString('base64');
    const shown = await dsl.get(path);
    assert.equal(shown.status, 200, shown.text);
    const form = await dsl.form(path);
    const version = /name="version" value="(\d+)"/.exec(shown.text)?.[1] ?? '';
    const fields = { version, words: 'The letter from home.' };
    const letter = { field: 'file', name: 'letter.txt', text: bytes };
    const before = filesKept();
    disk.fill(1_000_000);
    try {
      const refused = await dsl.sendFile(path, form, fields, letter);
      assert.ok(refused.status >= 500, String(refused.status));
      assert.match(refused.text, /no room/);
      assert.ok(refused.text.includes('The letter from home.'), 'what was typed is lost');
      assert.deepEqual(filesKept(), before, 'a piece of the file stays');
      assert.equal(count('incident_file'), 0);
    } finally {
      disk.free();
    }
    const added = await dsl.sendFile(path, form, fields, letter);
    assert.equal(added.status, 303, added.text);
    assert.equal(filesKept().length, before.length + 1);
    const href = /href="(\/incidents\/[^"]+\/files\/[^"]+)"/.exec((await dsl.get(`/incidents/${incident}`)).text)?.[1];
    assert.equal((await dsl.get(href ?? '')).text, bytes, 'the file is not whole');
  });

  test('afterwards the trail verifies and the database is whole', async () => {
    await running.stop();
    const store = openStore(join(data, 'schoolgate.db'));
    const chain = await verifyChain(store.reading, school);
    await store.close();
    assert.ok(chain.ok, JSON.stringify(chain));
    const database = new DatabaseSync(join(data, 'schoolgate.db'));
    assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    database.close();
    assert.doesNotMatch(readFileSync(join(data, 'logs', 'web.log'), 'utf8'), /uncaught/);
  });
});
