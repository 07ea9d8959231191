import type { MachineActor } from '../../platform/access/access.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import type { ModuleParts } from '../module.ts';
import { theSchools } from '../school/index.ts';
import { beginDuties, KEEP_DUTIES, type makeNoteDue, type makeTakeEvidence } from './commands/keep-duties.ts';
import type { makeRemind } from './commands/remind.ts';

/** How long after one look the next one comes. A duty falls due by the day, and a figure that was measured shows soon after. */
const EVERY_MS = 5 * 60_000;

/** Keeps the duties of every school: notes what falls due, takes what shows it done, and reminds. Each step is a command that can be run twice. */
export function keepDutiesJob(
  parts: Pick<ModuleParts, 'store' | 'runner' | 'ids'>,
  commands: {
    readonly noteDue: ReturnType<typeof makeNoteDue>;
    readonly takeEvidence: ReturnType<typeof makeTakeEvidence>;
    readonly remind: ReturnType<typeof makeRemind>;
  },
): Job {
  return {
    name: KEEP_DUTIES,
    everyMs: EVERY_MS,
    run: async () => {
      for (const school of await theSchools(parts.store)) {
        const actor: MachineActor = { kind: 'job', school, name: KEEP_DUTIES, request: parts.ids.next() };
        await parts.runner.run(beginDuties, actor, {});
        for (;;) {
          const noted = await parts.runner.run(commands.noteDue, actor, {});
          if (!noted.ok || !noted.value.more) break;
        }
        await parts.runner.run(commands.takeEvidence, actor, {});
        await parts.runner.run(commands.remind, actor, {});
      }
    },
  };
}
