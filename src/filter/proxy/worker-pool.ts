import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';

import { Unusable } from '../../platform/errors/errors.ts';
import type { Log } from '../../platform/log/log.ts';
import { bareHost } from './dialler.ts';
import type { FromWorker, ToWorker, WorkerReport, WorkerStart } from './worker-messages.ts';

/** The proxy threads as the main thread sees them. */
export interface WorkerPool {
  readonly port: number;
  send(message: ToWorker): void;
  /** Sums over all threads, those that died included. */
  report(): WorkerReport;
  /** Threads that are listening now. */
  listening(): number;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly threads: number;
  readonly listen: { readonly host: string; readonly port: number };
  /** What a thread is started with, as things are at that moment. */
  readonly start: () => Omit<WorkerStart, 'worker' | 'listen'>;
  readonly onBlocked: (message: Extract<FromWorker, { type: 'blocked' }>) => void;
  /** Threads die too often to go on. */
  readonly onHopeless: () => void;
  readonly log: Log;
}

interface Thread {
  readonly worker: Worker;
  report: WorkerReport;
  listening: boolean;
}

const NOTHING: WorkerReport = { decisions: 0, unrecorded: 0, openTunnels: 0, trouble: null };

/** Restarts of threads that are taken for bad luck; more in one life of the process are not. */
const MOST_RESTARTS = 20;

/** Starts the threads and waits until all listen. Throws Unusable when the port is taken. */
export async function startWorkers(options: PoolOptions): Promise<WorkerPool> {
  const { listen, log } = options;
  const shared = options.threads > 1;
  // SO_REUSEPORT would let a second filter of the same account join in silence: look first.
  if (shared && listen.port !== 0) await probe(listen);
  const threads = new Set<Thread>();
  let past: WorkerReport = NOTHING;
  let closing = false;
  let restarts = 0;
  // Worker 0 of the spool is the main thread; a thread that takes another's place gets a new number, for numbers are never used twice.
  let next = 1;

  const begin = (port: number): Promise<number> => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const thread: Thread = {
      worker: new Worker(new URL('./proxy-worker.ts', import.meta.url)),
      report: NOTHING,
      listening: false,
    };
    threads.add(thread);
    thread.worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'listening':
          thread.listening = true;
          resolve(message.port);
          return;
        case 'failed':
          reject(taken(listen.host, port, message));
          return;
        case 'blocked':
          options.onBlocked(message);
          return;
        case 'report':
        case 'closed':
          thread.report = message.report;
      }
    });
    thread.worker.on('error', (error: unknown) => {
      log.error(
        { problem: error instanceof Error ? (error.stack ?? error.message) : 'unknown' },
        'a proxy thread failed',
      );
    });
    thread.worker.on('exit', () => {
      threads.delete(thread);
      past = sum(past, { ...thread.report, openTunnels: 0, trouble: null });
      reject(new Error('A proxy thread ended before it was ready.'));
      if (closing || !thread.listening) return;
      restarts++;
      if (restarts > MOST_RESTARTS) options.onHopeless();
      else
        begin(listened).catch((error: unknown) => {
          log.error(
            { problem: error instanceof Error ? error.message : 'unknown' },
            'a proxy thread could not be started again',
          );
          options.onHopeless();
        });
    });
    thread.worker.postMessage({
      type: 'start',
      ...options.start(),
      worker: next++,
      listen: { host: listen.host, port, shared },
    } satisfies ToWorker);
    return promise;
  };

  const close = async (): Promise<void> => {
    closing = true;
    await Promise.all(
      [...threads].map(({ worker }) => {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const patience = setTimeout(() => {
          void worker.terminate();
        }, 4000);
        worker.once('exit', () => {
          clearTimeout(patience);
          resolve(undefined);
        });
        worker.postMessage({ type: 'close' } satisfies ToWorker);
        return promise;
      }),
    );
  };

  let listened = listen.port;
  try {
    listened = await begin(listen.port);
    for (let i = 1; i < options.threads; i++) await begin(listened);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    port: listened,
    send(message) {
      for (const { worker } of threads) worker.postMessage(message);
    },
    report: () => [...threads].reduce((total, { report }) => sum(total, report), past),
    listening: () => [...threads].filter((each) => each.listening).length,
    close,
  };
}

function sum(a: WorkerReport, b: WorkerReport): WorkerReport {
  return {
    decisions: a.decisions + b.decisions,
    unrecorded: a.unrecorded + b.unrecorded,
    openTunnels: a.openTunnels + b.openTunnels,
    trouble: a.trouble ?? b.trouble,
  };
}

function probe(listen: { readonly host: string; readonly port: number }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const server = createServer();
  server.once('error', (error) => {
    reject(
      taken(listen.host, listen.port, { code: 'code' in error ? String(error.code) : '', message: error.message }),
    );
  });
  server.listen({ host: bareHost(listen.host), port: listen.port }, () => {
    server.close(() => {
      resolve(undefined);
    });
  });
  return promise;
}

/** What to say when a door cannot be opened. */
export function taken(
  host: string,
  port: number,
  problem: { readonly code: string; readonly message: string },
  setting = 'SCHOOLGATE_PROXY',
): Unusable {
  const place = `${host}:${String(port)}`;
  if (problem.code === 'EADDRINUSE') {
    return new Unusable(
      setting,
      `${place} is already in use by another program.`,
      'Stop that program, or set another host:port.',
    );
  }
  if (problem.code === 'EACCES') {
    return new Unusable(setting, `${place} may not be opened by this account.`, 'Set a port of 1024 or more.');
  }
  return new Unusable(setting, `${place} cannot be opened (${problem.message}).`, 'Check the host and the port.');
}
