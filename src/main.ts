import { join } from 'node:path';

import { supervise } from './platform/process/supervise.ts';
import { systemClock } from './platform/time/clock.ts';

/** Starts the web app and the filter, and keeps both running until told to stop. No logic of its own. */
const supervision = supervise(
  [
    { name: 'web app', file: join(import.meta.dirname, 'webd.ts') },
    { name: 'filter', file: join(import.meta.dirname, 'filterd.ts') },
  ],
  {
    clock: systemClock,
    say: (line) => {
      console.log(`Schoolgate: ${line}`);
    },
  },
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    supervision.stop(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  });
}

process.exitCode = await supervision.ended;
