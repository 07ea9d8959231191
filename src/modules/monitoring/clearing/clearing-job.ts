import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { SCHOOL_TIME_ZONE, schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { monitoringEvents } from '../events.ts';
import { nextBatch } from '../intake/intake-job.ts';
import { stamp } from '../tables.ts';
import { clearBatch, clearLeftovers, FROM_THE_START, takeCount, untold } from './clear-visits.ts';

/** How long visits are kept (retention.ts says it to people). */
const KEPT = { years: 1 };
const FIRST_BATCH = 100;
/** Batches in one turn: a large backlog goes in several, a minute apart. */
const BATCHES_A_TURN = 2_000;

const CLEAR = 'clear-visits';

/** Tells the trail how many visits went, and until when. */
export const noteVisitsCleared = command({
  name: 'monitoring.note-visits-cleared',
  input: z.object({}),
  events: { 'visits-cleared': monitoringEvents['visits-cleared'] },
  load: wholeSchool,
  policy: onlyMachine('job', CLEAR),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db }) => {
    const counted = await takeCount(db);
    if (counted === undefined) return failed('', 'Nothing was cleared.');
    return done(counted.removed, {
      name: 'visits-cleared' as const,
      subject: db.school,
      data: { visits: counted.removed, before: counted.beforeDay, last: counted.lastAt },
    });
  },
});

/**
 * Clears what is older than a year, by whole school days: so it has something to do once a day, soon after midnight. Pages are answered
 * between two batches, whose size follows what this machine can do in 20 ms.
 */
export function clearingJob(parts: Pick<ModuleParts, 'store' | 'runner' | 'clock' | 'ids'>): Job {
  let clearedOn: string | undefined;
  const work = async (school: SchoolId): Promise<void> => {
    const today = schoolDay(parts.clock.now());
    if (clearedOn === today.toString()) return;
    const day = today.subtract(KEPT);
    const before = stamp(day.toZonedDateTime(SCHOOL_TIME_ZONE).toInstant());
    while (await clearLeftovers(parts.store, school, { before, most: FIRST_BATCH })) await pagesFirst();
    let place = FROM_THE_START;
    let most = FIRST_BATCH;
    for (let turn = 0; turn < BATCHES_A_TURN; turn += 1) {
      const began = parts.clock.monotonicMs();
      const { next } = await clearBatch(parts.store, school, { before, day: day.toString(), place, most });
      if (next === undefined) {
        if (await untold(parts.store, school)) {
          const actor = { kind: 'job', school, name: CLEAR, request: parts.ids.next<'request'>() } as const;
          await parts.runner.run(noteVisitsCleared, actor, {});
        }
        clearedOn = today.toString();
        return;
      }
      place = next;
      most = nextBatch(most, parts.clock.monotonicMs() - began);
      await pagesFirst();
    }
  };
  return {
    name: 'monitoring.clear-visits',
    everyMs: 60_000,
    async run() {
      const [school] = await theSchools(parts.store);
      if (school !== undefined) await work(school);
    },
  };
}

/** Whatever waits is answered first. */
const pagesFirst = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
