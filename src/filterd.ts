import { join } from 'node:path';

import { startFilter, type RunningFilter } from './filter/proxy/filter-process.ts';
import { readConfig } from './platform/config/config.ts';
import { Unusable } from './platform/errors/errors.ts';
import { openLog } from './platform/log/log.ts';
import { EXIT_CONFIGURATION } from './platform/process/supervise.ts';
import { systemClock } from './platform/time/clock.ts';

/** The filter process: gate and proxy. Ends with 0 after SIGTERM or SIGINT, with 78 when its settings cannot work, with 1 when it fails. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logFile = join(config.dataFolder, 'logs', 'filter.log');
  const log = openLog('filter', logFile);
  const running: { filter?: RunningFilter } = {};
  let stopping = false;
  const stop = (status: number): void => {
    if (stopping) return;
    stopping = true;
    log.info({ status }, 'the filter stops');
    // Whatever does not close in time must not keep the supervisor waiting.
    setTimeout(() => process.exit(status), 8000).unref();
    Promise.resolve(running.filter?.close()).then(
      () => process.exit(status),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => {
    stop(0);
  });
  process.on('SIGINT', () => {
    stop(0);
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ problem: error.stack ?? error.message }, 'the filter failed');
    stop(1);
  });
  const filter = await startFilter({
    config,
    clock: systemClock,
    log,
    logFile,
    onHopeless: () => {
      stop(1);
    },
  });
  running.filter = filter;
  const ready = `filter: gate on ${filter.gateUrl}, proxy on ${config.proxy.host}:${String(filter.proxyPort)}`;
  log.info(ready);
  console.log(ready);
}

main().catch((error: unknown) => {
  // The console, unlike a write to standard output, does not end the process when that is a file on a full disk.
  console.error(
    `filter: ${error instanceof Unusable ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'unknown failure'}`,
  );
  process.exit(error instanceof Unusable ? EXIT_CONFIGURATION : 1);
});
