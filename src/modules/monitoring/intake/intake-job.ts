import { theSchools } from '../../school/index.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { FollowUp } from '../follow-up.ts';
import { BATCH, takeInBatch, type IntakeParts } from './take-in.ts';

/** Batches in one turn at most, so that a long backlog and alerts for what is new take turns. */
const BATCHES_A_TURN = 20;

/**
 * Takes in what the filter wrote and follows it up, four times a second. Waits while there is no school: the spool keeps everything.
 * The site's filter belongs to the oldest school of this installation.
 */
export function intakeJob(parts: IntakeParts, followUp: FollowUp): Job {
  return {
    name: 'monitoring.intake',
    everyMs: 250,
    async run() {
      const [school] = await theSchools(parts.store);
      if (school === undefined) return;
      const unreadable = await takeInAll(parts, school, BATCHES_A_TURN);
      await followUp(school);
      const [first] = unreadable;
      if (first !== undefined) throw new Unusable('spool', first, '');
    },
  };
}

/** A batch holds up every page while it is stored: its size follows what this machine can do in this time (contracts.md: 20 ms at most). */
const LONGEST_BATCH_MS = 20;
const SMALLEST_BATCH = 20;
const LARGEST_BATCH = 400;

/** Takes in batch after batch until nothing is left, `most` batches at most. Gives the messages of segments that could not be opened. */
export async function takeInAll(parts: IntakeParts, school: SchoolId, most: number): Promise<readonly string[]> {
  let size = BATCH;
  for (let turn = 1; ; turn += 1) {
    const began = parts.clock.monotonicMs();
    const { more, unreadable } = await takeInBatch(parts, school, size);
    if (!more || turn >= most) return unreadable;
    size = nextBatch(size, parts.clock.monotonicMs() - began);
    // Pages that wait are answered between two batches.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Half as many after a batch that took too long, twice as many after one that took less than half of what it may. */
export function nextBatch(size: number, tookMs: number): number {
  if (tookMs > LONGEST_BATCH_MS) return Math.max(SMALLEST_BATCH, Math.floor(size / 2));
  return tookMs < LONGEST_BATCH_MS / 2 ? Math.min(LARGEST_BATCH, size * 2) : size;
}
