import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

import { readNetworks } from '../../platform/config/networks.ts';
import { openLog } from '../../platform/log/log.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { attemptLimit } from '../identity/attempt-limit.ts';
import { sessionsTable } from '../identity/sessions-table.ts';
import { openListTable } from '../lists/list-table.ts';
import { makeFormTicket } from '../pages/form-ticket.ts';
import { placeOf } from '../pages/place.ts';
import { openSpool } from '../spool/spool-writer.ts';
import { makeDialler, systemResolver } from './dialler.ts';
import { inForce } from './in-force.ts';
import { makeJudge } from './judge.ts';
import { makeProxy } from './proxy-server.ts';
import { refusalCounter } from './refusal-counter.ts';
import { steadyClock } from './steady-clock.ts';
import { visitCounter } from './visit-counter.ts';
import type { FromWorker, RulesMessage, ToWorker, WorkerReport, WorkerStart } from './worker-messages.ts';

/** One proxy thread: its own sockets, spool and counters; rules and sessions come from the main thread. */

/** Wrong network log-ins from one address in a minute before no more are looked at. */
const WRONG_LOG_INS = 20;
const MINUTE_MS = 60_000;

function start(port: NonNullable<typeof parentPort>, given: WorkerStart): (message: ToWorker) => void {
  const send = (message: FromWorker): void => {
    port.postMessage(message);
  };
  const log = openLog(`proxy-${String(given.worker)}`, given.logFile);
  const clock = steadyClock(systemClock);
  clock.atLeast(given.nowMs);
  const compile = (rules: RulesMessage | null) =>
    inForce(
      rules === null ? undefined : { ...rules, lists: openListTable(rules.lists, 'compiled lists', true) },
      given.own,
    );
  let rules = compile(given.rules);
  let notices: readonly string[] = [];
  const sessions = sessionsTable();
  for (const each of given.confirmations) sessions.takeConfirmation(each);
  for (const line of given.sessions) sessions.apply(line);
  for (const each of given.overrides) sessions.override(each);
  const spool = openSpool(given.spoolFolder, {
    filter: given.filter,
    boot: given.boot,
    worker: given.worker,
    clock: { now: clock.now, monotonicMs: systemClock.monotonicMs },
    onTrouble: (trouble) => {
      log.error(trouble, 'the spool cannot be written');
    },
  });
  const visits = visitCounter(spool.append, clock.nowMs);
  const refusals = refusalCounter(spool.appendNow, clock.nowMs);
  const judge = makeJudge({
    rules: () => rules,
    sessions,
    attempts: attemptLimit(WRONG_LOG_INS, MINUTE_MS, systemClock.monotonicMs),
    clock,
    refusals,
    visits,
    onBlocked: ({ asking, decision, identity, at }) => {
      send({
        type: 'blocked',
        address: asking.address,
        person: identity.personId,
        atMs: at.epochMilliseconds,
        refusal: {
          host: asking.host,
          scheme: asking.scheme,
          decision,
          knownBy: identity.knownBy,
          personName: identity.person?.name ?? null,
          ruleset: rules.label,
        },
      });
    },
  });
  const formKey = Buffer.from(given.formKey);
  const proxy = makeProxy({
    judge,
    dialler: makeDialler(systemResolver, systemClock.monotonicMs),
    log,
    insideSchool: readNetworks('SCHOOLGATE_SCHOOL_NETWORKS', given.schoolNetworks.join(',')).has,
    gate: given.gate,
    monotonicMs: systemClock.monotonicMs,
    place: () => placeOf(rules.ruleset, given.gate.url, { notices, demo: given.demo }),
    formTicket: (facts) => makeFormTicket(formKey, facts, randomBytes(16).toString('base64url'), clock.nowMs()),
  });
  const report = (): WorkerReport => {
    const trouble = spool.trouble();
    return {
      decisions: judge.decisions(),
      unrecorded: spool.unrecorded(),
      openTunnels: proxy.openTunnels(),
      trouble: trouble === null ? null : { code: trouble.code, message: trouble.message },
    };
  };
  const timer = setInterval(() => {
    visits.flush(false);
    refusals.flush(false);
    send({ type: 'report', report: report() });
  }, 1000);
  proxy.listen(given.listen.host, given.listen.port, given.listen.shared).then(
    (listening) => {
      send({ type: 'listening', port: listening });
    },
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      send({ type: 'failed', code, message: error instanceof Error ? error.message : 'unknown failure' });
    },
  );

  return (message) => {
    switch (message.type) {
      case 'start':
        return;
      case 'rules':
        rules = compile(message.rules);
        proxy.again();
        return;
      case 'sessions':
        if (message.restarted) sessions.clear();
        for (const line of message.lines) sessions.apply(line);
        proxy.again();
        return;
      case 'override':
        sessions.override(message.override);
        proxy.again();
        return;
      case 'confirmed':
        sessions.takeConfirmation(message.confirmation);
        proxy.again();
        return;
      case 'tick':
        clock.atLeast(message.nowMs);
        notices = message.notices;
        return;
      case 'close': {
        clearInterval(timer);
        const stop = (): void => {
          visits.flush(true);
          refusals.flush(true);
          spool.close();
          send({ type: 'closed', report: report() });
          port.close();
        };
        // A connection that will not end must not keep the spool open.
        const patience = setTimeout(stop, 1500);
        void proxy.close().then(() => {
          clearTimeout(patience);
          stop();
        });
      }
    }
  };
}

if (parentPort !== null) {
  const port = parentPort;
  let running: ((message: ToWorker) => void) | undefined;
  port.on('message', (message: ToWorker) => {
    if (message.type === 'start') running ??= start(port, message);
    else running?.(message);
  });
}
