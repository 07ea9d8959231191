import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

import { Unusable } from '../../platform/errors/errors.ts';
import { openListTable, type ListTable } from '../lists/list-table.ts';
import { codeOf } from './keys.ts';
import { publishedRulesets } from './publish.ts';
import { decodeRuleset, type RulesetNumber } from './ruleset-file.ts';
import type { Ruleset, RulesetHeader } from './ruleset.ts';
import { compareNumbers, type SiteFolder } from './site-folder.ts';

/** A larger file is no ruleset of ours: 50,000 people and 100,000 illegal hosts fit several times over. */
export const MAX_RULESET_BYTES = 256 * 1024 * 1024;

export interface RulesetAlarm {
  readonly code: 'ruleset-broken' | 'lists-broken' | 'folder-unreadable';
  /** Names file, place in it, problem and cure. */
  readonly message: string;
}

/** What is in force now. */
export interface InForce extends RulesetNumber {
  /** Checksum of the lists that are loaded: rulesets with the same lists share them. */
  readonly lists: string;
}

export interface NewRuleset {
  readonly ruleset: Ruleset;
  readonly header: RulesetHeader;
  /** The lists, checked; null when they are those of `current`. The buffer is a SharedArrayBuffer: workers open it with `alreadyChecked`. */
  readonly lists: ListTable | null;
}

export interface ReadResult {
  /** Null when nothing valid is newer than what is in force. */
  readonly found: NewRuleset | null;
  /** One for each newer ruleset that is broken, newest first; empty when all is well. */
  readonly alarms: readonly RulesetAlarm[];
}

/** What earlier calls found broken, so that the same files are not read ten times a second. Make one per folder: `new Map()`. */
export type KnownBroken = Map<string, Broken>;

interface Broken {
  readonly alarm: RulesetAlarm;
  /** The lists file at fault and its stamp then; null when the ruleset itself is broken. */
  readonly lists: { readonly path: string; readonly stamp: string } | null;
}

/**
 * Looks for a valid ruleset newer than `current` (null at start), highest (epoch, number) first. A broken one yields an alarm and the
 * next lower is tried, but never one as old as what is in force. Reads names only when nothing is newer. Never throws.
 */
export function readNewestRuleset(
  folder: SiteFolder,
  publicKey: string,
  current: InForce | null = null,
  knownBroken: KnownBroken = new Map(),
): ReadResult {
  let published: RulesetNumber[];
  try {
    published = publishedRulesets(folder);
  } catch (error) {
    const message = `${folder.appToFilter}: cannot be read (${codeOf(error)}). What is in force stays. Check that the folder exists and belongs to the filter's account.`;
    return { found: null, alarms: [{ code: 'folder-unreadable', message }] };
  }
  const alarms: RulesetAlarm[] = [];
  for (const number of published) {
    if (current !== null && compareNumbers(number, current) <= 0) break;
    const read = readRuleset(folder, number, publicKey, current, knownBroken);
    if ('ruleset' in read) return { found: read, alarms };
    alarms.push(read);
  }
  return { found: null, alarms };
}

function readRuleset(
  folder: SiteFolder,
  number: RulesetNumber,
  publicKey: string,
  current: InForce | null,
  knownBroken: KnownBroken,
): NewRuleset | RulesetAlarm {
  const path = folder.ruleset(number.epoch, number.number);
  const broken = (where: string, problem: string): RulesetAlarm => ({
    code: 'ruleset-broken',
    message: `${path}, ${where}: ${problem} The last good ruleset stays in force. Publish again from the filtering page.`,
  });

  let stamp: string;
  let bytes: Buffer;
  try {
    stamp = stampOf(path);
    const known = knownBroken.get(stamp);
    if (known !== undefined && (known.lists === null || stampOf(known.lists.path) === known.lists.stamp))
      return known.alarm;
    const { size } = statSync(path);
    if (size > MAX_RULESET_BYTES) return broken('whole file', `It has ${String(size)} bytes, more than any ruleset.`);
    bytes = readFileSync(path);
  } catch (error) {
    return broken('whole file', `It cannot be read (${codeOf(error)}).`);
  }
  const decoded = decodeRuleset(bytes, number, publicKey);
  if (!decoded.ok) {
    const alarm = broken(decoded.where, decoded.problem);
    knownBroken.set(stamp, { alarm, lists: null });
    return alarm;
  }
  const { ruleset, header } = decoded;
  if (current?.lists === ruleset.lists.sha256) return { ruleset, header, lists: null };
  const listsPath = folder.lists(ruleset.lists.sha256);
  const listsStamp = stampOf(listsPath);
  try {
    return { ruleset, header, lists: readLists(folder, ruleset.lists.sha256) };
  } catch (error) {
    const problem =
      error instanceof Unusable
        ? error.message
        : `${listsPath}: cannot be read (${codeOf(error)}). Publish the lists again.`;
    const alarm: RulesetAlarm = {
      code: 'lists-broken',
      message: `${path} needs its lists. ${problem} The last good ruleset stays in force.`,
    };
    knownBroken.set(stamp, { alarm, lists: { path: listsPath, stamp: listsStamp } });
    return alarm;
  }
}

/** Changes whenever the file does; a missing file has a stamp too. */
function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined
    ? `${path} missing`
    : `${path} ${String(found.ino)} ${String(found.size)} ${String(found.mtimeMs)}`;
}

/** Reads compiled lists into shared memory. Throws Unusable when the checksum or the format is wrong, and what the disk says. */
export function readLists(folder: SiteFolder, sha256: string): ListTable {
  const path = folder.lists(sha256);
  const fd = openSync(path, 'r');
  let buffer: SharedArrayBuffer;
  try {
    const { size } = fstatSync(fd);
    buffer = new SharedArrayBuffer(size);
    const bytes = new Uint8Array(buffer);
    for (let at = 0; at < size;) {
      const count = readSync(fd, bytes, at, size - at, at);
      if (count === 0) break;
      at += count;
    }
  } finally {
    closeSync(fd);
  }
  if (createHash('sha256').update(new Uint8Array(buffer)).digest('hex') !== sha256) {
    throw new Unusable(
      path,
      'is damaged: its checksum is not the one in its name.',
      'Publish the lists again from the lists page.',
    );
  }
  // The checksum above covers what the table's own would.
  return openListTable(buffer, path, true);
}
