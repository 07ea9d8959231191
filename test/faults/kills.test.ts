import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

import { siteFolder } from '../../src/filter/ruleset/site-folder.ts';
import type { SpoolRecord } from '../../src/filter/spool/events.ts';
import { readSegments } from '../../src/filter/spool/spool-reader.ts';
import { anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { incidentTables } from '../../src/modules/incidents/store.ts';
import { openCaseworkKeys } from '../../src/platform/db/casework-keys.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { withKeys } from '../../src/platform/db/sealed-columns.ts';
import { openStore } from '../../src/platform/db/store.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { startSchoolgate, until, type Running } from '../support/running.ts';
import { makeDataFolder } from './data-folder.ts';
import { beginLoad, type LoadOnSchool } from './load-on-school.ts';

/*
 * Twenty kills under load (two hundred of each part in `npm run test:long`): SIGKILL to the web app or the filter at moments that the seed decides, as often while they start as while they
 * work. Then nothing that was acknowledged, and nothing that was spooled, may be missing or doubled.
 */

const SEED = process.env['SCHOOLGATE_SEED'] ?? '20261121';
/** How often each part is killed; SCHOOLGATE_KILLS sets another number. */
const KILLS_EACH = Number(process.env['SCHOOLGATE_KILLS'] ?? '10');
/** Longest time between a part's start, or its first answer, and its kill. */
const LONGEST_MS = 1200;
/** How long one event may take to be followed up on a slow, busy machine. */
const FOLLOW_UP_MS = 100;
/** In the starter list of gambling sites. */
const CLOSED = 'bet365.com';

/** Random numbers from 0 to 1, decided by the seed. */
function random(purpose: string): () => number {
  let count = 0;
  return () =>
    createHash('sha256')
      .update(`${SEED} ${purpose} ${String(count++)}`)
      .digest()
      .readUInt32BE(0) /
    2 ** 32;
}

/**
 * Kills one part again and again, each time at a random moment: every third time counted from its start (it may still be starting), else from its
 * first answer (it is at work).
 */
async function killAgainAndAgain(running: Running, script: 'webd.ts' | 'filterd.ts'): Promise<void> {
  const next = random(script);
  const health = `${script === 'webd.ts' ? running.web : running.gate}/healthz`;
  let last: number | undefined;
  const startedAgain = (): Promise<void> =>
    until(
      () => ![undefined, last].includes(running.child(script)),
      () => `${script} is not started again:\n${running.output()}`,
    );
  for (let kill = 0; kill < KILLS_EACH; kill++) {
    await startedAgain();
    if (kill % 3 > 0) {
      await until(
        () =>
          fetch(health).then(
            () => true,
            () => false,
          ),
        () => `${script} does not answer:\n${running.output()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, next() * LONGEST_MS));
    last = running.child(script);
    assert.ok(last !== undefined, `${script} ended before it was killed:\n${running.output()}`);
    process.kill(last, 'SIGKILL');
  }
  await startedAgain();
}

/** How often each report stands in the records: their words are sealed, so they are read with the key. */
async function reportsOf(data: string, school: SchoolId): Promise<ReadonlyMap<string, number>> {
  const opened = openStore(join(data, 'schoolgate.db'));
  try {
    const store = withKeys(opened, await openCaseworkKeys(opened, `${data}-keys`));
    const rows = await incidentTables
      .read(readHandle(store.reading, school))
      .select('incident')
      .select('details')
      .where('source', '!=', 'alert')
      .execute();
    const found = new Map<string, number>();
    for (const { details } of rows) found.set(details, (found.get(details) ?? 0) + 1);
    return found;
  } finally {
    await opened.close();
  }
}

/** Until there is one. */
function noLoad(): LoadOnSchool {
  const none = { tried: [], acknowledged: new Set<string>() };
  return { calls: none, blocks: none, reports: none, stop: () => Promise.resolve() };
}

describe('kills under load', () => {
  let data = '';
  let school: SchoolId;
  let load: LoadOnSchool = noLoad();
  let spooled: readonly SpoolRecord[];
  let reported: ReadonlyMap<string, number> = new Map();
  let database = new DatabaseSync(':memory:');
  let running: Running | undefined;

  before(async () => {
    console.log(`# SCHOOLGATE_SEED=${SEED}`);
    const { data: folder, made } = await makeDataFolder('kills', async (world) => {
      const id = await aSchool(world);
      await aPupil(world, id, { given: 'Robin', family: 'Sample' });
      const teacher = await anAdult(world, id, { roles: ['staff'] });
      await anAdult(world, id, { roles: ['dsl'] });
      return { school: id, session: await world.parts.sessions.start(id, teacher, 'test') };
    });
    data = folder;
    school = made.school;
    // The load comes from many addresses of the loopback, as from many machines of a school.
    running = await startSchoolgate({ data, env: { SCHOOLGATE_SCHOOL_NETWORKS: '127.0.0.0/8' } });
    const schoolgate = running;
    load = beginLoad(schoolgate, { closed: CLOSED, session: made.session, seed: SEED });
    const enough = (): boolean =>
      [load.calls, load.blocks, load.reports].every(({ acknowledged }) => acknowledged.size >= 3);
    const seen = (): string =>
      [load.calls, load.blocks, load.reports]
        .map(({ tried, acknowledged }) => `${String(acknowledged.size)} of ${String(tried.length)}`)
        .join(', ');
    await until(enough, () => `the load does not get through before any kill: ${seen()}\n${schoolgate.output()}`);
    await Promise.all([killAgainAndAgain(schoolgate, 'webd.ts'), killAgainAndAgain(schoolgate, 'filterd.ts')]);
    await until(
      async () => (await fetch(`${schoolgate.web}/healthz`).catch(() => undefined))?.ok === true,
      () => `Schoolgate is not ready after the kills:\n${schoolgate.output()}`,
    );
    const before = load.reports.acknowledged.size;
    await until(() => load.reports.acknowledged.size > before, 'no report gets through after the kills');
    await load.stop();
    console.log(`# acknowledged calls, blocks, reports: ${seen()}`);

    const folderOfSpool = siteFolder(data, 'main').filterToApp;
    database = new DatabaseSync(join(data, 'schoolgate.db'), { readOnly: true });
    // Nothing is written to the spool any more: it is read once, and then only rows are counted, or the test itself would hold intake up.
    const stored = readSegments(folderOfSpool, new Map(), { maxRecords: 1_000_000 }).records.filter(isStored).length;
    const taken = (): number => count('select count(*) as n from filter_event');
    const waiting = (): number =>
      count('select count(*) as n from filter_event where follow_up is not null and followed_at is null');
    await until(
      () => taken() >= stored && waiting() === 0,
      () =>
        `intake does not catch up: ${String(taken())} of ${String(stored)} events, ${String(waiting())} to follow up\n${schoolgate.output()}`,
      // Each event that matters is followed up by a command of its own.
      180_000 + stored * FOLLOW_UP_MS,
    );
    assert.equal(await running.stop(), 0);
    spooled = readSegments(folderOfSpool, new Map(), { maxRecords: 1_000_000 }).records;
    reported = await reportsOf(data, school);
  });
  after(async () => {
    await load.stop();
    await running?.stop();
    database.close();
    rmSync(data, { recursive: true, force: true });
    await running?.end();
  });

  /** Events that intake keeps as rows: what is lost is a gap, and help that was visited is never stored. */
  const isStored = ({ event }: SpoolRecord): boolean =>
    event.type !== 'unrecorded' && !(event.type === 'visited' && event.tier === 0);
  const keyOf = (record: { filter: string; boot: string; worker: number; seq: number }): string =>
    [record.filter, record.boot, record.worker, record.seq].join('/');
  const rows = (text: string) => database.prepare(text).all();
  const count = (text: string): number => Number(database.prepare(text).get()?.['n'] ?? 0);
  const kept = (): string[] =>
    rows('select filter_id, boot_id, worker, seq from filter_event').map((row) =>
      [row['filter_id'], row['boot_id'], row['worker'], row['seq']].map(String).join('/'),
    );
  /** How often each value of the query's column `mark` comes. */
  const tally = (text: string): Map<string, number> => {
    const found = new Map<string, number>();
    for (const row of rows(text)) found.set(String(row['mark']), (found.get(String(row['mark'])) ?? 0) + 1);
    return found;
  };
  const eachOnce = (
    name: string,
    found: ReadonlyMap<string, number>,
    { tried, acknowledged }: LoadOnSchool['calls'],
  ): void => {
    assert.ok(
      acknowledged.size >= 10,
      `only ${String(acknowledged.size)} ${name} were acknowledged: the load was no load`,
    );
    assert.deepEqual(
      [...acknowledged].filter((mark) => !found.has(mark)),
      [],
      `${name} acknowledged and missing`,
    );
    assert.deepEqual(
      [...found].filter(([, times]) => times > 1),
      [],
      `${name} doubled`,
    );
    const known = new Set(tried);
    assert.deepEqual(
      [...found.keys()].filter((mark) => !known.has(mark)),
      [],
      `${name} that nobody made`,
    );
  };

  test('both parts were killed as often as was asked', () => {
    const said = running?.output() ?? '';
    assert.equal(said.match(/web app was ended by SIGKILL/g)?.length, KILLS_EACH);
    assert.equal(said.match(/filter was ended by SIGKILL/g)?.length, KILLS_EACH);
  });

  test('every acknowledged call for help is in the store, once', () => {
    eachOnce('calls', tally(`select address as mark from filter_event where type = 'help-asked'`), load.calls);
  });

  test('every call for help in the store has its one alert', () => {
    const alerted = `select count(*) as n from filter_event e where type = 'help-asked'
      and (select count(*) from alert_event a where a.event_id = e.id) <> 1`;
    assert.equal(count(alerted), 0);
  });

  test('every acknowledged refusal is in the store, once', () => {
    eachOnce('refusals', tally(`select host as mark from filter_event where type = 'blocked'`), load.blocks);
  });

  test('every acknowledged report is in the store, once, and has one line in the trail', () => {
    eachOnce('reports', reported, load.reports);
    const twice = `select count(*) as n from incident i where 1 <> (
      select count(*) from audit_event a where a.subject = i.id and a.event = 'incident-reported')`;
    assert.equal(count(twice), 0);
  });

  test('the store holds exactly what was spooled', () => {
    const expected = spooled.filter(isStored).map(keyOf);
    assert.deepEqual(kept().sort(), expected.sort());
  });

  test('no sequence number is given twice, and none is left out', () => {
    const keys = spooled.map(keyOf);
    assert.equal(new Set(keys).size, keys.length);
    const highest = new Map<string, number>();
    for (const record of spooled) {
      const writer = [record.filter, record.boot, record.worker].join('/');
      assert.equal(record.seq, (highest.get(writer) ?? 0) + 1, writer);
      highest.set(writer, record.seq);
    }
  });

  test('a gap is noted only where a killed writer left half a line', () => {
    const gaps = rows('select kind, file from spool_gap');
    assert.deepEqual(
      gaps.filter((gap) => gap['kind'] !== 'torn'),
      [],
    );
    assert.ok(gaps.length <= KILLS_EACH * 2, 'more torn tails than killed writers');
  });

  test('the audit chain verifies and the database is whole', async () => {
    assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    const store = openStore(join(data, 'schoolgate.db'));
    const chain = await verifyChain(store.reading, school);
    await store.close();
    assert.ok(chain.ok, JSON.stringify(chain));
  });
});
