import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { Unusable } from '../../platform/errors/errors.ts';
import { compileLists, type CompiledLists } from '../lists/compile-lists.ts';
import { loadOrMakeKeys, readKeys, type AppKeys } from './keys.ts';
import { publishLists, publishRuleset } from './publish.ts';
import { MAX_RULESET_BYTES, readNewestRuleset, type InForce, type KnownBroken, type ReadResult } from './read.ts';
import { encodeRuleset } from './ruleset-file.ts';
import type { Ruleset } from './ruleset.ts';
import { siteFolder, type SiteFolder } from './site-folder.ts';
import { smallRuleset } from './testing.ts';

let data = '';
let folder: SiteFolder;
let keys: AppKeys;
let lists: CompiledLists;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'ruleset-'));
  folder = siteFolder(data, 'main');
  keys = loadOrMakeKeys(data, folder);
  lists = listsWith('bet.example');
  publishLists(folder, lists.bytes, lists.sha256);
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

function listsWith(...names: string[]): CompiledLists {
  return compileLists([{ category: 'gambling', list: 'starter', version: '1', names }], [1, 2]);
}

function publish(number: number, changes: Partial<Ruleset> = {}, epoch = 1): string {
  const ruleset = smallRuleset({ lists: { sha256: lists.sha256 }, ...changes });
  publishRuleset(folder, ruleset, { epoch, number, privateKey: keys.privateKey });
  return folder.ruleset(epoch, number);
}

function read(current: InForce | null = null): ReadResult {
  return readNewestRuleset(folder, readKeys(folder).rulesetPublicKey, current);
}

function numberOf(result: ReadResult): string | null {
  return result.found === null ? null : `${String(result.found.header.epoch)}.${String(result.found.header.number)}`;
}

const inForce = (epoch: number, number: number): InForce => ({ epoch, number, lists: lists.sha256 });

describe('what is published is read', () => {
  test('the newest ruleset with its lists', () => {
    publish(1);
    publish(2, { schoolName: 'Second' });
    const { found, alarms } = read();
    assert.equal(found?.header.number, 2);
    assert.equal(found.ruleset.schoolName, 'Second');
    assert.notEqual(found.lists?.lookup('www.bet.example'), 0);
    assert.deepEqual(alarms, []);
  });

  test('number ten comes after number nine, and a new epoch after any number', () => {
    for (const number of [9, 10]) publish(number);
    assert.equal(numberOf(read()), '1.10');
    publish(0, {}, 2);
    assert.equal(numberOf(read()), '2.0');
  });

  test('nothing is found when nothing is newer, and lists in use are not read again', () => {
    publish(1);
    assert.deepEqual(read(inForce(1, 1)), { found: null, alarms: [] });
    publish(2);
    assert.equal(read(inForce(1, 1)).found?.lists, null);
  });

  test('an empty folder gives nothing, a missing one an alarm', () => {
    assert.deepEqual(read(), { found: null, alarms: [] });
    const nowhere = readNewestRuleset(siteFolder(data, 'elsewhere'), keys.rulesetPublicKey);
    assert.equal(nowhere.alarms[0]?.code, 'folder-unreadable');
  });

  test('a half-written file beside it is not looked at', () => {
    const path = publish(1);
    writeFileSync(`${folder.ruleset(1, 2)}.tmp`, readFileSync(path).subarray(0, 50));
    assert.deepEqual([numberOf(read()), read().alarms], ['1.1', []]);
  });
});

describe('a broken newest ruleset raises an alarm that names file, place and cure, and the next lower holds', () => {
  const breaks: readonly [string, RegExp, (path: string) => void][] = [
    [
      'cut in its header',
      /line 1: The file ends inside its header/,
      (path) => {
        truncateSync(path, 20);
      },
    ],
    [
      'cut in its payload',
      /line 2: The file ends inside its payload/,
      (path) => {
        truncateSync(path, statSync(path).size - 5);
      },
    ],
    [
      'empty',
      /line 1/,
      (path) => {
        truncateSync(path, 0);
      },
    ],
    [
      'with a header that is not JSON',
      /line 1: The header is not JSON/,
      (path) => {
        edit(path, (text) => `x${text}`);
      },
    ],
    [
      'of another format',
      /line 1, format: Another version/,
      (path) => {
        edit(path, (text) => text.replace('"format":1', '"format":2'));
      },
    ],
    [
      'with a field missing in the header',
      /line 1, sha256/,
      (path) => {
        edit(path, (text) => text.replace(/"sha256":"[0-9a-f]{64}",/, ''));
      },
    ],
    [
      'with a changed payload',
      /line 2: The checksum does not match/,
      (path) => {
        edit(path, (text) => text.replace('Test School', 'Best School'));
      },
    ],
    [
      'with a changed signature',
      /signature: The signature does not match/,
      (path) => {
        edit(path, (text) => text.replace(/"signature":"..../, '"signature":"AAAA'));
      },
    ],
    [
      'under another number than its header says',
      /line 1: The header says 1\.1/,
      (path) => {
        writeFileSync(path, readFileSync(folder.ruleset(1, 1)));
      },
    ],
    [
      'under a number its signature does not hold for',
      /signature does not match/,
      (path) => {
        writeFileSync(path, readFileSync(folder.ruleset(1, 1), 'utf8').replace('"number":1', '"number":2'));
      },
    ],
    [
      'signed by another key',
      /signature does not match/,
      (path) => {
        const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
        writeFileSync(
          path,
          encodeRuleset(smallRuleset({ lists: { sha256: lists.sha256 } }), { epoch: 1, number: 2 }, other),
        );
      },
    ],
    [
      'with a payload of another shape',
      /line 2, schoolName/,
      (path) => {
        signedAnyway(path, { schoolName: '' });
      },
    ],
    [
      'with an instant that does not exist',
      /line 2, schoolBlocks\.0\.until/,
      (path) => {
        const rule = { id: 'b1', hosts: ['a.example'], profiles: null, reason: 'r', clause: null, from: null };
        signedAnyway(path, { schoolBlocks: [{ ...rule, until: '2026-06-31T12:00:00Z' }] });
      },
    ],
    [
      'with a person of no profile',
      /line 2, people\.0\.profile: There is no profile nursery/,
      (path) => {
        signedAnyway(path, {
          people: [{ id: 'p', name: 'P', profile: 'nursery', staff: false, credential: null, stops: [] }],
        });
      },
    ],
    [
      'whose strictest profile is missing',
      /line 2, strictestProfile/,
      (path) => {
        signedAnyway(path, { strictestProfile: 'nursery' });
      },
    ],
    [
      'whose network profile is missing',
      /line 2, networkProfile/,
      (path) => {
        signedAnyway(path, { networkProfile: 'nursery' });
      },
    ],
    [
      'that blocks a category of no name',
      /line 2, profiles\.0\.blocks\.0/,
      (path) => {
        signedAnyway(path, { categories: [] });
      },
    ],
    [
      'whose lists are missing',
      /lists-f+\.bin: cannot be read \(ENOENT\)\. Publish the lists again/,
      (path) => {
        signedAnyway(path, { lists: { sha256: 'f'.repeat(64) } });
      },
    ],
    [
      'whose lists are damaged',
      /lists-[0-9a-f]+\.bin: is damaged: its checksum/,
      (path) => {
        const other = listsWith('other.example');
        const bytes = other.bytes.slice();
        bytes[100] = (bytes[100] ?? 0) ^ 1;
        writeFileSync(folder.lists(other.sha256), bytes);
        signedAnyway(path, { lists: { sha256: other.sha256 } });
      },
    ],
  ];

  for (const [what, expected, damage] of breaks) {
    test(what, () => {
      publish(1);
      damage(publish(2, { schoolName: 'Test School' }));
      const result = read();
      assert.equal(numberOf(result), '1.1');
      assert.equal(result.alarms.length, 1);
      assert.match(result.alarms[0]?.message ?? '', expected);
      assert.match(result.alarms[0]?.message ?? '', /ruleset-1-2\.json/);
      assert.match(result.alarms[0]?.message ?? '', /stays in force/);
    });
  }

  test('that is larger than any ruleset is not read', () => {
    publish(1);
    truncateSync(publish(2), MAX_RULESET_BYTES + 1);
    assert.match(read().alarms[0]?.message ?? '', /more than any ruleset/);
    assert.equal(numberOf(read()), '1.1');
  });

  test('whose lists are no compiled lists, though their checksum is right', () => {
    publish(1);
    const text = Buffer.from('bet.example\n'.repeat(10));
    const sha256 = createHash('sha256').update(text).digest('hex');
    publishLists(folder, text, sha256);
    publish(2, { lists: { sha256 } });
    const result = read();
    assert.equal(numberOf(result), '1.1');
    assert.match(result.alarms[0]?.message ?? '', /\.bin: is not a file of compiled lists\. Publish the lists again/);
  });

  test('publishing lists under a checksum that is not theirs is refused', () => {
    assert.throws(() => {
      publishLists(folder, Buffer.from('x'), lists.sha256);
    }, RangeError);
  });

  test('it never goes back behind what is in force', () => {
    publish(1);
    truncateSync(publish(2), 3);
    const result = read(inForce(1, 1));
    assert.equal(result.found, null);
    assert.equal(result.alarms.length, 1);
  });

  test('lists that are missing or damaged are remembered until they change', () => {
    const later = listsWith('later.example');
    signedAnyway(folder.ruleset(1, 2), { lists: { sha256: later.sha256 } });
    const known: KnownBroken = new Map();
    const again = (): ReadResult => readNewestRuleset(folder, keys.rulesetPublicKey, null, known);
    assert.match(again().alarms[0]?.message ?? '', /ENOENT/);
    assert.strictEqual(again().alarms[0], again().alarms[0]);
    writeFileSync(folder.lists(later.sha256), 'half');
    assert.match(again().alarms[0]?.message ?? '', /is damaged/);
    assert.strictEqual(again().alarms[0], again().alarms[0]);
    writeFileSync(folder.lists(later.sha256), later.bytes);
    assert.equal(numberOf(again()), '1.2');
  });

  test('a broken file is remembered until it changes', () => {
    const path = publish(1);
    const whole = readFileSync(path);
    truncateSync(path, 3);
    const known: KnownBroken = new Map();
    const again = (): ReadResult => readNewestRuleset(folder, keys.rulesetPublicKey, null, known);
    assert.deepEqual(again().alarms, again().alarms);
    assert.equal(known.size, 1);
    writeFileSync(path, whole);
    assert.equal(numberOf(again()), '1.1');
  });
});

describe('publishing', () => {
  test('keeps the last five rulesets and the lists they use', () => {
    const first = lists;
    publish(1);
    lists = listsWith('second.example');
    publishLists(folder, lists.bytes, lists.sha256);
    for (let number = 2; number <= 5; number++) publish(number);
    assert.ok(existsSync(folder.lists(first.sha256)));
    utimesSync(folder.lists(first.sha256), 1, 1);
    const waiting = listsWith('third.example');
    publishLists(folder, waiting.bytes, waiting.sha256);
    utimesSync(folder.lists(waiting.sha256), 4e9, 4e9);
    publish(6);
    assert.deepEqual(readdirSync(folder.appToFilter).sort(), [
      'keys.json',
      ...[waiting, lists].map((one) => `lists-${one.sha256}.bin`).sort(),
      ...[2, 3, 4, 5, 6].map((n) => `ruleset-1-${String(n)}.json`),
    ]);
  });

  test('refuses a number that does not grow, missing lists, and a ruleset that breaks its schema', () => {
    publish(5);
    assert.throws(() => publish(5), /does not come after 1\.5/);
    assert.throws(() => publish(4), Unusable);
    assert.throws(() => publish(6, { lists: { sha256: 'a'.repeat(64) } }), /is missing\. Publish the lists before/);
    assert.throws(() => publish(6, { schoolName: '' }), /the field schoolName does not fit/);
    assert.equal(numberOf(read()), '1.5');
  });

  test('files are for their owner only', () => {
    for (const path of [publish(1), folder.keys, folder.lists(lists.sha256)])
      assert.equal(statSync(path).mode & 0o777, 0o600);
  });
});

describe('keys', () => {
  test('are made once and then read', () => {
    const again = loadOrMakeKeys(data, folder);
    assert.deepEqual(again, keys);
    assert.deepEqual(readKeys(folder), { rulesetPublicKey: keys.rulesetPublicKey, ticketKey: keys.ticketKey });
    assert.equal(keys.ticketKey.length, 32);
    assert.equal(statSync(join(data, 'keys', 'ruleset-private.pem')).mode & 0o777, 0o600);
    assert.ok(!readFileSync(folder.keys, 'utf8').includes('PRIVATE'));
  });

  test('a lost keys.json is made again for the same private key', () => {
    rmSync(folder.keys);
    assert.equal(loadOrMakeKeys(data, folder).rulesetPublicKey, keys.rulesetPublicKey);
  });

  test('a damaged keys.json names itself and shows nothing of what is in it', () => {
    writeFileSync(folder.keys, '{"ticketKey":"secret');
    assert.throws(
      () => readKeys(folder),
      (error) => error instanceof Unusable && error.where === folder.keys && !error.message.includes('secret'),
    );
    writeFileSync(folder.keys, '{}');
    assert.throws(() => readKeys(folder), /lacks rulesetPublicKey or ticketKey/);
    rmSync(folder.keys);
    assert.throws(() => readKeys(folder), /cannot be read \(ENOENT\)/);
  });

  test('a private key that is none is named', () => {
    writeFileSync(join(data, 'keys', 'ruleset-private.pem'), 'nonsense');
    assert.throws(() => loadOrMakeKeys(data, folder), /ruleset-private\.pem: is not an Ed25519 private key/);
  });
});

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  assert.notEqual(after, before);
  writeFileSync(path, after);
}

/** A file that our own key signed, though publishRuleset would refuse it: another version of the app may be looser. */
function signedAnyway(path: string, changes: Partial<Ruleset>): void {
  const ruleset = smallRuleset({ lists: { sha256: lists.sha256 }, ...changes });
  writeFileSync(path, encodeRuleset(ruleset, { epoch: 1, number: 2 }, keys.privateKey));
}
