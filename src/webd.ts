import type { Server } from 'node:http';
import { join } from 'node:path';

import { compose } from './compose.ts';
import { theSchools, makeSetUpLink } from './modules/school/index.ts';
import { refuseUnfinishedRestore } from './platform/backup/restore-marker.ts';
import { readConfig } from './platform/config/config.ts';
import { isPostgresql } from './platform/config/store-address.ts';
import { integrityWatch, refuseDamaged, type Integrity } from './platform/db/integrity.ts';
import { Refused, Unusable } from './platform/errors/errors.ts';
import { daysLeft, openCertificate } from './platform/http/certificate.ts';
import type { HealthCheck } from './platform/http/health.ts';
import { useCertificate } from './platform/http/server.ts';
import { systemIds } from './platform/ids/ids.ts';
import { startJobs, type Job } from './platform/jobs/jobs.ts';
import { openLog } from './platform/log/log.ts';
import { EXIT_CONFIGURATION, EXIT_TRY_AGAIN } from './platform/process/supervise.ts';
import { systemClock } from './platform/time/clock.ts';

/** How often the files of the certificate are looked at for a renewal. */
const LOOK_FOR_RENEWAL_MS = 60_000;

/** The web app's process: opens the store, serves pages, runs the jobs, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  refuseUnfinishedRestore(config.dataFolder);
  const log = openLog('web', join(config.dataFolder, 'logs', 'web.log'));
  const file = isPostgresql(config.storeAddress()) ? undefined : config.storeAddress();
  const started = systemClock.now().toString();
  const atStart: Integrity =
    file === undefined ? { state: 'not-checked', found: [], at: undefined } : await refuseDamaged(file, started);
  const watch = integrityWatch({ file, dataFolder: config.dataFolder, clock: systemClock, atStart });
  const whole = await compose(config, { clock: systemClock, ids: systemIds, log });
  const certificate = config.tls === undefined ? undefined : openCertificate(config.tls, systemClock.now());
  const running: { server?: Server } = {};
  const renewCertificate = (): void => {
    if (certificate?.lookAgain(systemClock.now()) !== true || running.server === undefined) return;
    useCertificate(running.server, certificate.current());
    log.info({ ends: certificate.current().ends.toString() }, 'a new certificate is in use');
  };
  const lookForRenewal: Job = {
    name: 'certificate',
    everyMs: LOOK_FOR_RENEWAL_MS,
    run: async () => {
      await Promise.resolve();
      renewCertificate();
    },
  };
  const own = certificate === undefined ? [watch.job] : [watch.job, lookForRenewal];
  const jobs = startJobs([...whole.jobs, ...own], {
    clock: systemClock,
    log,
  });
  const checks: HealthCheck[] = [
    watch.health,
    {
      part: 'jobs',
      check: () => {
        const trouble = jobs.state().filter((job) => job.trouble !== undefined);
        return Promise.resolve({
          ready: trouble.length === 0,
          detail:
            trouble.length === 0 ? `${String(whole.jobs.length)} running` : trouble.map((job) => job.name).join(', '),
        });
      },
    },
  ];
  if (certificate !== undefined) {
    checks.push({
      part: 'certificate',
      check: () => {
        const now = systemClock.now();
        const left = daysLeft(certificate.current(), now);
        // One that ends soon still works; the home page and doctor say so, and name the file. One that has ended does not.
        return Promise.resolve({ ready: left >= 0, detail: left >= 0 ? 'in its time' : 'ended' });
      },
    });
  }
  const app = await whole.app(checks, certificate?.current());
  running.server = app.server;
  // Made before the first answer, so that whoever sees us answer has seen the link.
  const link = (await theSchools(whole.store)).length === 0 ? await makeSetUpLink(whole.parts) : undefined;
  await app.listen({ host: config.web.host.replaceAll(/[[\]]/g, ''), port: config.web.port });
  console.log(`web app: on ${config.publicUrl}${config.demo ? ' (demonstration: made-up records)' : ''}`);
  for (const name of config.unused) console.log(`web app: ${name} is set, and this version does not use it yet`);
  log.info({ port: config.web.port }, 'listening');
  if (link !== undefined) console.log(`web app: no school yet. Open this link once to set it up:\n  ${link}`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close();
    await jobs.stop();
    await whole.close();
    log.info('stopped');
  };
  // Given by hand or by systemd's reload after a renewal. By itself it is noticed within a minute.
  process.on('SIGHUP', () => {
    try {
      renewCertificate();
    } catch (error) {
      log.error({ err: error }, 'the certificate could not be renewed; the old one stays in use');
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      void stop().then(() => process.exit(0));
    });
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof Unusable) {
    console.error(`web app: ${error.message}`);
    process.exit(EXIT_CONFIGURATION);
  }
  if (error instanceof Refused && error.status === 503) {
    // Not a fault of the settings: whoever keeps this process running starts it again, and by then the database may be back.
    console.error(`web app: ${error.message} (${error.cause instanceof Error ? error.cause.message : error.code})`);
    process.exit(EXIT_TRY_AGAIN);
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    console.error(
      'web app: its port is in use by another program. Stop that one, or set SCHOOLGATE_WEB to another port.',
    );
    process.exit(EXIT_CONFIGURATION);
  }
  throw error;
}
