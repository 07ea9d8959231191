import type { MachineActor } from '../../platform/access/access.ts';
import { asId, type SchoolId } from '../../platform/ids/ids.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { openOutbox } from '../../platform/mail/outbox.ts';
import { openStops } from '../../platform/mail/stopped-addresses.ts';
import type { ModuleParts } from '../module.ts';
import { dueAt, unwantedKinds } from './choices.ts';
import { noteReturned } from './commands/note-returned.ts';
import { mailChoiceOf } from './queries/mail-choices.ts';

type Parts = Pick<ModuleParts, 'store' | 'clock' | 'ids' | 'runner'>;

/** Makes each person's one mail of the day when its time has come, and tells of addresses that were stopped; twice a minute. */
export function mailOfTheDay(parts: Parts): Job {
  return {
    name: 'messages.mail-of-the-day',
    everyMs: 30_000,
    run: async () => {
      await noteStops(parts);
      await gatherDue(parts);
    },
  };
}

async function gatherDue({ store, clock, ids, runner }: Parts): Promise<void> {
  const outbox = openOutbox(store);
  for (const gathering of await outbox.gathering()) {
    const now = clock.now();
    const choice = await runner.ask(mailChoiceOf, actor(asId(gathering.school), ids.next()), {
      person: gathering.person,
    });
    if (Temporal.Instant.compare(dueAt(gathering.since, choice), now) > 0) continue;
    await outbox.gather(gathering, { id: ids.next(), now, unwanted: unwantedKinds(choice) });
  }
}

async function noteStops({ store, ids, runner }: Parts): Promise<void> {
  for (const { id, school } of await openStops(store).unnoted()) {
    await runner.run(noteReturned, actor(asId(school), ids.next()), { id });
  }
}

function actor(school: SchoolId, request: MachineActor['request']): MachineActor {
  return { kind: 'job', school, name: 'mail', request };
}
