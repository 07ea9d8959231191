import { join } from 'node:path';

import { compose } from './compose.ts';
import { theSchools, makeSetUpLink } from './modules/school/index.ts';
import { readConfig } from './platform/config/config.ts';
import { Unusable } from './platform/errors/errors.ts';
import { systemIds } from './platform/ids/ids.ts';
import { startJobs } from './platform/jobs/jobs.ts';
import { openLog } from './platform/log/log.ts';
import { EXIT_CONFIGURATION } from './platform/process/supervise.ts';
import { systemClock } from './platform/time/clock.ts';

/** The web app's process: opens the store, serves pages, runs the jobs, until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = openLog('web', join(config.dataFolder, 'logs', 'web.log'));
  const whole = await compose(config, { clock: systemClock, ids: systemIds, log });
  const jobs = startJobs(whole.jobs, { clock: systemClock, log });
  const app = await whole.app([
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
  ]);
  await app.listen({ host: config.web.host.replaceAll(/[[\]]/g, ''), port: config.web.port });
  console.log(`web app: on ${config.publicUrl}${config.demo ? ' (demonstration: made-up records)' : ''}`);
  for (const name of config.unused) console.log(`web app: ${name} is set, and this version does not use it yet`);
  log.info({ port: config.web.port }, 'listening');
  if ((await theSchools(whole.store)).length === 0) {
    const link = await makeSetUpLink(whole.parts);
    if (link !== undefined) console.log(`web app: no school yet. Open this link once to set it up:\n  ${link}`);
  }

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.close();
    await jobs.stop();
    await whole.close();
    log.info('stopped');
  };
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
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    console.error(
      'web app: its port is in use by another program. Stop that one, or set SCHOOLGATE_WEB to another port.',
    );
    process.exit(EXIT_CONFIGURATION);
  }
  throw error;
}
