import { readKeys } from '../../filter/ruleset/keys.ts';
import { readNewestRuleset, type NewRuleset } from '../../filter/ruleset/read.ts';
import type { World } from '../../../test/support/world.ts';
import { writeWhole } from '../../filter/ruleset/write-whole.ts';

/** Runs the compiler's job once, as the job runner does every second. */
export async function publish(world: World): Promise<void> {
  const job = world.jobs.find((one) => one.name === 'compile-ruleset');
  if (job === undefined) throw new Error('there is no job compile-ruleset');
  await job.run();
}

/** The newest ruleset as a filter reads it that starts now. Throws when there is none. */
export function readAsFilter(world: World): NewRuleset {
  const { found, alarms } = readNewestRuleset(world.site, readKeys(world.site).rulesetPublicKey);
  if (found === null) throw new Error(`no valid ruleset: ${alarms.map((alarm) => alarm.message).join(' ')}`);
  return found;
}

/** Puts a status file in place as a filter does every second that obeys the newest published ruleset (or `number`). */
export function filterSays(
  world: World,
  says: {
    at?: Temporal.Instant;
    number?: number;
    since?: Temporal.Instant;
    alarms?: { code: string; message: string }[];
  } = {},
): void {
  const { header, ruleset } = readAsFilter(world);
  const at = says.at ?? world.clock.now();
  const status = {
    at: at.toString(),
    filter: 'test',
    boot: 'test',
    pid: 1,
    inForce: {
      epoch: header.epoch,
      number: says.number ?? header.number,
      since: (says.since ?? at).toString(),
      lists: ruleset.lists.sha256,
    },
    alarms: says.alarms ?? [],
    decisions: 0,
    unrecorded: 0,
    openTunnels: 0,
  };
  writeWhole(world.site.status('test'), [Buffer.from(JSON.stringify(status))]);
}
