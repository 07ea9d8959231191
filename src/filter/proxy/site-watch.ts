import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Clock } from '../../platform/time/clock.ts';
import { sessionsTable, type Confirmation, type Override, type SessionsTable } from '../identity/sessions-table.ts';
import type { ListTable } from '../lists/list-table.ts';
import { readKeys, type FilterKeys } from '../ruleset/keys.ts';
import { readNewestRuleset, type KnownBroken } from '../ruleset/read.ts';
import { tailSessions, type SessionTail } from '../ruleset/session-tail.ts';
import type { SessionLine } from '../ruleset/session-log.ts';
import type { SiteFolder } from '../ruleset/site-folder.ts';
import { inForce, type InForce } from './in-force.ts';
import type { SteadyClock } from './steady-clock.ts';
import type { RulesMessage } from './worker-messages.ts';

export interface Alarm {
  readonly code: string;
  readonly message: string;
}

/** What the web app has put into the site folder, followed by looking every 100 ms. The last good thing stays in force. */
export interface SiteWatch {
  /** Looks once. Never throws. */
  look(): void;
  rules(): InForce;
  /** For a thread: null while no ruleset has ever been valid. */
  rulesMessage(): RulesMessage | null;
  since(): string;
  keys(): FilterKeys | undefined;
  readonly sessions: SessionsTable;
  /** Keeps a sign-out made at the gate over a restart. */
  keepOverride(override: Override): void;
  /** Keeps over a restart that a sign-in was confirmed by its own computer. */
  keepConfirmation(confirmation: Confirmation): void;
  /** False when the web app's heartbeat has been still for five seconds. */
  appRuns(): boolean;
  alarms(): readonly Alarm[];
  close(): void;
}

export interface WatchOptions {
  readonly folder: SiteFolder;
  /** `host:port` of the gate and the web app. */
  readonly own: readonly string[];
  readonly clock: Clock;
  readonly steady: SteadyClock;
  readonly onRules: (rules: RulesMessage) => void;
  readonly onSessions: (restarted: boolean, lines: readonly SessionLine[]) => void;
}

/** The web app is silent when its heartbeat has not moved for this long (contracts.md). */
const SILENT_MS = 5_000;

const overridesSchema = z.array(
  z.strictObject({
    address: z.string().max(64),
    person: z.string().max(64),
    until: z.string().max(40),
    session: z.string().max(64).optional(),
  }),
);

const confirmationsSchema = z.array(
  z.strictObject({ address: z.string().max(64), session: z.string().max(64), until: z.string().max(40) }),
);

export function watchSite(options: WatchOptions): SiteWatch {
  const { folder, clock, steady } = options;
  const broken: KnownBroken = new Map();
  const sessions = sessionsTable();
  const signOuts = join(folder.filterToApp, 'sign-outs.json');
  const confirmed = join(folder.filterToApp, 'confirmed-sign-ins.json');
  const alarms = new Map<string, readonly Alarm[]>();
  let keys: FilterKeys | undefined;
  let keysStamp = '';
  let message: RulesMessage | null = null;
  let current: { epoch: number; number: number; lists: string; table: ListTable } | null = null;
  let rules = inForce(undefined, options.own);
  let since = '';
  let tail: { epoch: number; tail: SessionTail } | undefined;
  let beat: { mtime: number; at: number } | undefined;

  for (const each of readKept(signOuts, overridesSchema)) sessions.override(each);
  for (const each of readKept(confirmed, confirmationsSchema)) sessions.takeConfirmation(each);

  const keep = (path: string, kept: readonly unknown[], alarm: Alarm): void => {
    try {
      writeFileSync(`${path}.tmp`, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
      renameSync(`${path}.tmp`, path);
      alarms.delete(alarm.code);
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'unknown failure';
      const message = `${path}: ${problem}. ${alarm.message} Free space on this disk.`;
      alarms.set(alarm.code, [{ code: alarm.code, message }]);
    }
  };

  const lookForKeys = (): void => {
    const found = statSync(folder.keys, { throwIfNoEntry: false });
    const stamp = found === undefined ? '' : `${String(found.ino)} ${String(found.mtimeMs)} ${String(found.size)}`;
    if (stamp === keysStamp) return;
    keysStamp = stamp;
    alarms.delete('keys');
    if (found === undefined) return; // a filter that knew the keys goes on with them
    try {
      keys = readKeys(folder);
      broken.clear();
    } catch (error) {
      alarms.set('keys', [
        { code: 'keys-broken', message: error instanceof Error ? error.message : 'keys.json cannot be read.' },
      ]);
    }
  };

  const lookForRules = (): void => {
    if (keys === undefined) return;
    const { found, alarms: now } = readNewestRuleset(folder, keys.rulesetPublicKey, current, broken);
    alarms.set('rules', now);
    if (found === null) return;
    const table = found.lists ?? current?.table;
    if (table === undefined) return;
    const { epoch, number } = found.header;
    rules = inForce({ epoch, number, ruleset: found.ruleset, lists: table }, options.own);
    current = { epoch, number, lists: found.ruleset.lists.sha256, table };
    message = { epoch, number, ruleset: found.ruleset, lists: table.buffer };
    since = steady.now().toString({ smallestUnit: 'millisecond' });
    options.onRules(message);
  };

  const lookForSessions = (): void => {
    if (current === null) return;
    if (tail?.epoch !== current.epoch) {
      tail?.tail.close();
      tail = { epoch: current.epoch, tail: tailSessions(folder, current.epoch) };
      sessions.clear();
      options.onSessions(true, []);
    }
    const news = tail.tail.read();
    if (news.problems.length > 0) {
      alarms.set(
        'sessions',
        news.problems.slice(0, 5).map((each) => ({ code: 'sessions-broken', message: each })),
      );
    } else if (news.restarted) alarms.delete('sessions');
    if (!news.restarted && news.lines.length === 0) return;
    if (news.restarted) sessions.clear();
    for (const line of news.lines) sessions.apply(line);
    options.onSessions(news.restarted, news.lines);
  };

  const lookForBeat = (): void => {
    const found = statSync(folder.heartbeat, { throwIfNoEntry: false });
    if (found === undefined) beat = undefined;
    else if (beat === undefined) {
      // The first look cannot tell when the file moved last but by the wall clock.
      const age = Math.abs(clock.now().epochMilliseconds - found.mtimeMs);
      beat = { mtime: found.mtimeMs, at: clock.monotonicMs() - (age < SILENT_MS ? age : SILENT_MS) };
    } else if (beat.mtime !== found.mtimeMs) beat = { mtime: found.mtimeMs, at: clock.monotonicMs() };
  };

  const attempt = (name: string, part: () => void): void => {
    try {
      part();
      alarms.delete(`${name}-failed`);
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'unknown failure';
      alarms.set(`${name}-failed`, [
        {
          code: 'folder-unreadable',
          message: `${folder.appToFilter}: ${problem}. What is in force stays. Check the folder.`,
        },
      ]);
    }
  };

  return {
    look() {
      attempt('keys', lookForKeys);
      attempt('rules', lookForRules);
      attempt('sessions', lookForSessions);
      attempt('beat', lookForBeat);
    },
    rules: () => rules,
    rulesMessage: () => message,
    since: () => since,
    keys: () => keys,
    sessions,
    keepOverride(override) {
      sessions.override(override);
      keep(signOuts, sessions.overrides(steady.nowMs()), {
        code: 'sign-out-unkept',
        message: 'Sign-outs at the gate hold until the filter restarts.',
      });
    },
    keepConfirmation(confirmation) {
      sessions.takeConfirmation(confirmation);
      keep(confirmed, sessions.confirmations(steady.nowMs()), {
        code: 'sign-in-unkept',
        message: 'People who sign in at the gate must sign in again when the filter restarts.',
      });
    },
    appRuns: () => beat !== undefined && clock.monotonicMs() - beat.at < SILENT_MS,
    alarms: () => [...alarms.values()].flat(),
    close() {
      tail?.tail.close();
    },
  };
}

/** What was kept before a restart; nothing when the file is missing or damaged: then people sign out or in again. */
function readKept<T>(path: string, schema: z.ZodType<readonly T[]>): readonly T[] {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
