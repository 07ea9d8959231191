import type { Store } from '../db/store.ts';
import type { Job } from '../jobs/jobs.ts';
import type { Clock } from '../time/clock.ts';
import { writeWaitingMail } from './outbox.ts';

/** Writes what waits in the outbox, every two seconds. */
export function mailJob(store: Store, clock: Clock, folder: string): Job {
  return {
    name: 'write-mail',
    everyMs: 2000,
    run: async () => {
      await writeWaitingMail(store, clock, folder);
    },
  };
}
