import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Config } from '../../platform/config/config.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { attemptLimit } from '../identity/attempt-limit.ts';
import { makeGate, type Gate } from '../pages/gate-server.ts';
import { recentBlocks } from '../pages/recent-blocks.ts';
import { makeSiteFolder } from '../ruleset/keys.ts';
import { siteFolder } from '../ruleset/site-folder.ts';
import { writeWhole } from '../ruleset/write-whole.ts';
import type { FilterStatus } from '../spool/events.ts';
import { isSegmentId, newBootId } from '../spool/segment-name.ts';
import { openSpool } from '../spool/spool-writer.ts';
import { watchSite, type Alarm } from './site-watch.ts';
import { steadyClock } from './steady-clock.ts';
import { startWorkers, taken, type WorkerPool } from './worker-pool.ts';

export interface RunningFilter {
  /** Where browsers reach the gate. */
  readonly gateUrl: string;
  readonly proxyPort: number;
  /** Ends tunnels, writes what is held back, closes. */
  close(): Promise<void>;
}

export interface FilterOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly logFile: string;
  /** Proxy threads die again and again: the process had better start afresh. */
  readonly onHopeless: () => void;
}

const SITE = 'main';
const LOOK_MS = 100;
/** Calls for help and questions from one address in a minute; more are told that the earlier ones are written down. */
const CALLS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;

/** Starts the whole filter: gate, proxy threads, and the watch over the site folder. Throws Unusable when a port is taken. */
export async function startFilter(options: FilterOptions): Promise<RunningFilter> {
  const { config, clock, log } = options;
  const folder = siteFolder(config.dataFolder, SITE);
  makeSiteFolder(folder);
  const filter = filterId(join(folder.filterToApp, 'filter-id'));
  const boot = newBootId(readdirSync(folder.filterToApp), filter, randomUUID());
  const steady = steadyClock(clock);
  const secret = randomBytes(24).toString('base64url');
  const formKey = randomBytes(32);
  const recent = recentBlocks();
  let pool: WorkerPool | undefined;

  const spool = openSpool(folder.filterToApp, {
    filter,
    boot,
    worker: 0,
    clock: { now: steady.now, monotonicMs: clock.monotonicMs },
    onTrouble: (trouble) => {
      log.error(trouble, 'the spool cannot be written');
    },
  });
  const trouble = (): { code: string; message: string } | null => spool.trouble() ?? pool?.report().trouble ?? null;
  const notices = (): readonly string[] =>
    trouble() === null
      ? []
      : ['The filter cannot write its record just now. It goes on filtering. Tell the school’s technician.'];
  const own = (): string[] => [
    ...new Set([
      placeText(gateUrl()),
      placeText(config.publicUrl),
      placeText(`http://${reachable(config.gate.host)}:${String(gatePort.value)}`),
      placeText(`http://${reachable(config.web.host)}:${String(config.web.port)}`),
    ]),
  ];

  let gate: Gate | undefined;
  const timers: NodeJS.Timeout[] = [];
  // A gate on port 0 (tests) knows its address only when it listens; everything else is made with that address.
  const gatePort = { value: config.gate.port };
  const gateUrl = (): string =>
    config.gate.port === 0 && config.gateUrl.endsWith(':0')
      ? `http://localhost:${String(gatePort.value)}`
      : config.gateUrl;

  const watch = watchSite({
    folder,
    own: own(),
    clock,
    steady,
    onRules: (rules) => {
      log.info({ epoch: rules.epoch, number: rules.number }, 'a ruleset is in force');
      pool?.send({ type: 'rules', rules });
    },
    onSessions: (restarted, lines) => pool?.send({ type: 'sessions', restarted, lines }),
  });
  const alarms = (): readonly Alarm[] => {
    const jump = steady.jump();
    const bad = trouble();
    return [
      ...watch.alarms(),
      ...(bad === null ? [] : [bad]),
      ...(jump === undefined ? [] : [{ code: 'clock-jump', message: jump }]),
    ];
  };
  const status = (): FilterStatus => {
    const rules = watch.rulesMessage();
    const report = pool?.report();
    return {
      at: steady.now().toString({ smallestUnit: 'millisecond' }),
      filter,
      boot,
      pid: process.pid,
      inForce:
        rules === null
          ? null
          : { epoch: rules.epoch, number: rules.number, since: watch.since(), lists: rules.ruleset.lists.sha256 },
      alarms: alarms()
        .slice(0, 50)
        .map((each) => ({ code: each.code.slice(0, 40), message: each.message.slice(0, 1000) })),
      decisions: report?.decisions ?? 0,
      unrecorded: (report?.unrecorded ?? 0) + spool.unrecorded(),
      openTunnels: report?.openTunnels ?? 0,
    };
  };
  const writeStatus = (): void => {
    // Not synced: it is replaced every second and says nothing that must survive.
    const path = folder.status(filter);
    try {
      writeFileSync(`${path}.tmp`, `${JSON.stringify(status())}\n`, { mode: 0o600 });
      renameSync(`${path}.tmp`, path);
    } catch (error) {
      log.warn({ problem: error instanceof Error ? error.message : 'unknown' }, 'the status could not be written');
    }
  };

  const close = async (): Promise<void> => {
    for (const timer of timers) clearInterval(timer);
    await gate?.close();
    await pool?.close();
    spool.close();
    writeStatus();
    watch.close();
  };

  try {
    watch.look();
    gate = makeGate({
      rules: watch.rules,
      sessions: watch.sessions,
      clock: steady,
      spool,
      recent,
      calls: attemptLimit(CALLS_PER_MINUTE, MINUTE_MS, clock.monotonicMs),
      log,
      insideSchool: config.insideSchool,
      gateUrl,
      appUrl: config.publicUrl,
      secret,
      formKey,
      nonce: () => randomBytes(16).toString('base64url'),
      ticketKey: () => watch.keys()?.ticketKey,
      appRuns: watch.appRuns,
      look: watch.look,
      onSignedOut: (override) => {
        watch.keepOverride(override);
        pool?.send({ type: 'override', override });
      },
      onConfirmed: (confirmation) => {
        watch.keepConfirmation(confirmation);
        pool?.send({ type: 'confirmed', confirmation });
      },
      notices,
      demo: config.demo,
      health: () => {
        const current = status();
        const ready = pool?.listening() === config.filterWorkers;
        return {
          ready,
          parts: {
            gate: 'ready',
            proxy: ready ? 'ready' : 'starting',
            rules: current.inForce === null ? 'none yet' : watch.rules().label,
            app: watch.appRuns() ? 'running' : 'silent',
            spool: trouble() === null ? 'writing' : 'failing',
            alarms: current.alarms.map((each) => each.code),
          },
        };
      },
    });
    gatePort.value = await gate.listen(config.gate.host, config.gate.port).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw taken(
        config.gate.host,
        config.gate.port,
        { code, message: error instanceof Error ? error.message : 'unknown failure' },
        'SCHOOLGATE_GATE',
      );
    });
    pool = await startWorkers({
      threads: config.filterWorkers,
      listen: config.proxy,
      log,
      onHopeless: options.onHopeless,
      start: () => ({
        filter,
        boot,
        spoolFolder: folder.filterToApp,
        logFile: options.logFile,
        gate: { url: gateUrl(), listens: { host: reachable(config.gate.host), port: gatePort.value }, secret },
        own: own(),
        formKey,
        schoolNetworks: config.schoolNetworks.written,
        demo: config.demo,
        nowMs: steady.nowMs(),
        rules: watch.rulesMessage(),
        sessions: watch.sessions.lines(),
        overrides: watch.sessions.overrides(steady.nowMs()),
        confirmations: watch.sessions.confirmations(steady.nowMs()),
      }),
      onBlocked: ({ address, person, atMs, refusal }) => {
        recent.add({ address, person, atMs, refusal });
      },
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { send } = pool;
  timers.push(
    setInterval(watch.look, LOOK_MS),
    setInterval(() => {
      send({ type: 'tick', nowMs: steady.nowMs(), notices: notices() });
      writeStatus();
    }, 1000),
  );
  writeStatus();
  return { gateUrl: gateUrl(), proxyPort: pool.port, close };
}

/** The filter's own id, made once. A damaged one is made anew: events name their writer, so nothing is mixed up. */
function filterId(path: string): string {
  try {
    const known = readFileSync(path, 'utf8').trim();
    if (isSegmentId(known)) return known;
  } catch {
    // Not made yet.
  }
  const made = randomUUID();
  writeWhole(path, [Buffer.from(`${made}\n`)]);
  return made;
}

/** Where something that listens on all addresses can be reached from this machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '[::]' ? '[::1]' : host;
}

function placeText(url: string): string {
  const parsed = new URL(url);
  const port = parsed.port !== '' ? parsed.port : parsed.protocol === 'https:' ? '443' : '80';
  return `${parsed.hostname}:${port}`;
}
