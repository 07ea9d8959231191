import type { World } from '../../../test/support/world.ts';
import { KEEP_DUTIES } from './commands/keep-duties.ts';

/** Runs the job that keeps duties once, as the program does every few minutes. */
export async function keepDuties(world: World): Promise<void> {
  const job = world.jobs.find((one) => one.name === KEEP_DUTIES);
  if (job === undefined) throw new Error('there is no job that keeps duties');
  await job.run();
}
