import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { runCli } from '../../src/cli/testing.ts';
import { parseSegmentFile } from '../../src/filter/spool/segment-name.ts';
import { appendSession } from '../../src/filter/ruleset/session-tail.ts';
import { readSegments } from '../../src/filter/spool/spool-reader.ts';
import { monitored, aBlock, aSpool, takenIn } from '../../src/modules/monitoring/testing.ts';
import { anAdult, aSchool, signedIn } from '../../src/modules/people/testing.ts';
import { aPolicy, ownPack } from '../../src/modules/policy/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { openStore } from '../../src/platform/db/store.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { freePort, until } from '../support/running.ts';
import { makeWorld, type World } from '../support/world.ts';
import { makeDataFolder } from './data-folder.ts';
import { ILLEGAL, listed, makeFilterAlone, type FilterAlone } from './filter-alone.ts';

/*
 * Broken input of every kind: a message names the file, the place in it and the cure, and the last good one stays in use.
 */

const gambling = `http://${listed.gambling}/`;

describe('what the filter reads', () => {
  let filter: FilterAlone;

  beforeEach(async () => {
    filter = await makeFilterAlone();
    await filter.publish();
    await filter.start();
  });
  afterEach(async () => {
    await filter.end();
  });

  const lastGoodHolds = async (): Promise<void> => {
    assert.equal((await filter.visit(filter.openSite)).status, 200);
    assert.equal((await filter.visit(gambling)).status, 403);
    assert.equal((await filter.visit(`http://${ILLEGAL}/`)).status, 403);
  };

  test('a broken ruleset: the alarm names file, line, field and cure; the last good one stays', async () => {
    const good = readFileSync(filter.folder.ruleset(1, 1), 'utf8');
    const broken: readonly (readonly [text: string, place: RegExp])[] = [
      ['', /line 1: .*header/],
      ['not json\n{}\n', /line 1: .*not JSON/],
      [good.slice(0, good.length / 2), /line [12]/],
      [good.replace('"number":1', '"number":7'), /line 1/],
      [good.replace('"number":1', '"number":2').replace('games sites', 'games  site'), /line 2: .*checksum/],
      [good.replace('"number":1', '"number":2'), /line 1, signature: /],
    ];
    for (const [text, place] of broken) {
      const path = filter.folder.ruleset(1, 2);
      rmSync(path, { force: true });
      writeFileSync(path, text);
      const named = (): string | undefined =>
        filter.status()?.alarms.find(({ message }) => message.startsWith(path) && place.test(message))?.message;
      await until(
        () => named() !== undefined,
        () => `no alarm like ${String(place)}: ${JSON.stringify(filter.status()?.alarms)}`,
      );
      assert.match(named() ?? '', /The last good ruleset stays in force\. Publish again/);
      assert.equal(filter.status()?.inForce?.number, 1);
    }
    await lastGoodHolds();
  });

  test('a broken compiled list: the alarm names file and cure; the last good ruleset and lists stay', async () => {
    const sha256 = 'a'.repeat(64);
    const path = filter.folder.lists(sha256);
    writeFileSync(path, 'this is no table of names');
    // The publisher would refuse to use such a list only if it were missing: damage on the disk comes later.
    await assert.rejects(
      Promise.race([filter.publish({ lists: { sha256 } }), filter.alarm('lists-broken').then(raise)]),
      (error) => {
        assert.ok(error instanceof Error);
        assert.ok(error.message.includes(path), error.message);
        assert.match(error.message, /checksum.*Publish the lists again.*The last good ruleset stays in force/);
        return true;
      },
    );
    assert.equal(filter.status()?.inForce?.number, 1);
    await lastGoodHolds();
  });

  test('a damaged line of the session log: the alarm names file, byte and cure; the others count', async () => {
    const path = filter.folder.sessions(1);
    const signIn = (address: string, person: string): void => {
      appendSession(filter.folder, 1, { op: 'in', address, person, until: '2099-01-01T00:00:00Z' });
    };
    signIn('10.9.9.9', 'kim');
    const at = readFileSync(path).length;
    appendFileSync(path, '00000000 {"op":"in"}\n');
    signIn('127.0.0.1', 'sam');
    const alarm = await filter.alarm('sessions-broken');
    assert.ok(alarm.startsWith(`${path}, byte ${String(at)}: `), alarm);
    assert.match(alarm, /checksum.*sign in again/);
    await until(
      async () => (await filter.atGate('/')).body.includes('Hello Sam'),
      'the line after the damage does not count',
    );
    await lastGoodHolds();
  });

  test('damaged keys: the alarm names the file and the cure; what is in force stays', async () => {
    writeFileSync(filter.folder.keys, '{"rulesetPublicKey": 1}');
    const alarm = await filter.alarm('keys-broken');
    assert.ok(alarm.startsWith(filter.folder.keys), alarm);
    assert.match(alarm, /lacks rulesetPublicKey or ticketKey.*Start the web app/);
    await lastGoodHolds();
  });
});

function raise(message: string): never {
  throw new Error(message);
}

describe('a spool segment', () => {
  let world: World;
  let school: SchoolId;

  before(async () => {
    world = await makeWorld({ seed: 'broken-spool' });
    school = await aSchool(world);
  });
  after(() => world.end());

  test('with a damaged line: the message names file, line and cure; all other events are taken in once, and the gap is on record', async () => {
    const spool = aSpool(world);
    for (let i = 0; i < 5; i++) spool.appendNow(aBlock(world, { host: `site-${String(i)}.example` }));
    spool.close();
    const folder = world.site.filterToApp;
    const file = readdirSync(folder).find((name) => parseSegmentFile(name) !== undefined) ?? '';
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace('site-2.example', 'site-X.example'));

    const [gap] = readSegments(folder, new Map()).gaps;
    assert.ok(gap !== undefined, 'the damage is not seen');
    assert.ok(gap.message.startsWith(`${path}, line 3: `), gap.message);
    assert.match(gap.message, /checksum does not match.*Check this disk/);
    await takenIn(world);
    await takenIn(world);
    const { events, gaps } = await monitored(world, school);
    assert.deepEqual(events.map((event) => event.host).sort(), [
      'site-0.example',
      'site-1.example',
      'site-3.example',
      'site-4.example',
    ]);
    assert.deepEqual(
      gaps.map((each) => [each.kind, each.file, each.line, each.events]),
      [['damaged', file, 3, 1]],
    );
  });
});

describe('a policy pack', () => {
  let world: World;

  before(async () => {
    world = await makeWorld({ seed: 'broken-pack' });
  });
  after(() => world.end());

  test('that is broken: the page names file, line and cure; the edition in force stays', async () => {
    const school = await aSchool(world);
    await aPolicy(world, school);
    const head = await signedIn(world, await anAdult(world, school, { roles: ['head'] }), school);
    const before = await head.get('/policy');
    assert.equal(before.status, 200);
    const village = readFileSync(join(import.meta.dirname, '..', '..', 'policies', 'village.yaml'), 'utf8');
    const lines = village.split('\n');
    const line = lines.findIndex((text) => text.startsWith('title:'));
    await ownPack(world, 'ours', lines.with(line, 'title: [').join('\n'));
    const choose = await head.get('/policy/choose');
    assert.match(choose.text, new RegExp(`policies/ours\\.yaml, line (${String(line + 1)}|${String(line + 2)})`));
    const preview = await head.get('/policy/choose/ours');
    assert.doesNotMatch(preview.html, /<button[^>]*>\s*Put/);
    assert.equal((await head.get('/policy')).text, before.text);
  });
});

describe('a roster', () => {
  let data = '';
  let school: SchoolId;
  let folder = '';

  before(async () => {
    ({ data, made: school } = await makeDataFolder('broken-roster', (world) => aSchool(world)));
    folder = mkdtempSync(join(tmpdir(), 'roster-'));
  });
  after(() => {
    rmSync(data, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  test('with broken lines: each is named with file, line, reason and cure, and nobody is changed', async () => {
    writeFileSync(
      join(folder, 'classes.csv'),
      'sourcedId,title,grades,classCode,classType,schoolSourcedId\nK5,Year 5,05,,homeroom,S1\n',
    );
    writeFileSync(
      join(folder, 'enrollments.csv'),
      'sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\nE1,K5,S1,P1,student\n',
    );
    writeFileSync(join(folder, 'orgs.csv'), 'sourcedId,name,type\nS1,Larkhill,school\n');
    const header =
      'sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,grades\nP1,true,S1,student,Robin,Ash,05\n';
    for (const [line, place] of [
      ['P2,true,S1,student,"Wren,Holt,05', /users\.csv:3: A quotation mark is opened and not closed.* twice/],
      ['P2,true,S1,student,,,05', /users\.csv:3 \(givenName\): .+\. .+/],
    ] as const) {
      writeFileSync(join(folder, 'users.csv'), `${header}${line}\n`);
      const ran = runCli(data, ['import', 'roster', folder, '--dry-run']);
      assert.equal(ran.code, 1, ran.err);
      assert.match(ran.out, place);
    }
    const store = openStore(join(data, 'schoolgate.db'));
    const chain = await verifyChain(store.reading, school);
    const people = await store.reading.selectFrom('person').select('id').execute();
    await store.close();
    assert.ok(chain.ok);
    assert.equal(people.length, 0);
  });
});

describe('a setting of the machine', () => {
  test('that is broken: Schoolgate ends at once, naming the setting, what is wrong and the cure', async () => {
    const data = mkdtempSync(join(tmpdir(), 'schoolgate-settings-'));
    const broken = join(data, 'web.txt');
    writeFileSync(broken, 'nonsense\n');
    const ports = [await freePort(), await freePort(), await freePort()].map((port) => `127.0.0.1:${String(port)}`);
    const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ SCHOOLGATE_WEB_FILE: broken }, /SCHOOLGATE_WEB: .*nonsense.*is not host:port.*Write it like/],
      [
        { SCHOOLGATE_PROXY_FILE: join(data, 'absent.txt') },
        /SCHOOLGATE_PROXY_FILE.*absent\.txt cannot be read.*Check the path/,
      ],
      [{ SCHOOLGATE_FILTER_WORKERS: 'many' }, /SCHOOLGATE_FILTER_WORKERS.*many.*not a number from 1 to 8/],
    ];
    for (const [env, message] of cases) {
      const ran = spawnSync(process.execPath, [join(import.meta.dirname, '..', '..', 'src', 'main.ts')], {
        encoding: 'utf8',
        timeout: 60_000,
        env: {
          PATH: process.env['PATH'],
          SCHOOLGATE_DATA: join(data, 'records'),
          SCHOOLGATE_WEB: ports[0],
          SCHOOLGATE_GATE: ports[1],
          SCHOOLGATE_PROXY: ports[2],
          ...env,
        },
      });
      assert.equal(ran.status, 78, `${ran.stdout}${ran.stderr}`);
      assert.match(ran.stderr, message);
    }
    rmSync(data, { recursive: true, force: true });
  });
});
