import { Readable } from 'node:stream';

import type { World } from '../../../test/support/world.ts';
import { z } from 'zod';

import { allowed, type PersonActor } from '../../platform/access/access.ts';
import { command, done, nothing, wholeSchool } from '../../platform/commands/command.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { worked } from '../people/testing.ts';
import { KEEP_DUTIES, newOccurrence } from './commands/keep-duties.ts';
import { dutyEvents } from './events.ts';
import { dutyTables } from './rows.ts';

/** Runs the job that keeps duties once, as the program does every few minutes. */
export async function keepDuties(world: World): Promise<void> {
  const job = world.jobs.find((one) => one.name === KEEP_DUTIES);
  if (job === undefined) throw new Error('there is no job that keeps duties');
  await job.run();
}

/** What only time brings: a duty that is open for a period of its own, or, with `closedBy`, recorded as done by them. */
const putOccurrence = command({
  name: 'test.put-duty',
  input: z.object({ code: z.string(), key: z.string(), closedBy: z.string().optional() }),
  events: dutyEvents,
  load: wholeSchool,
  policy: () => allowed,
  prepare: nothing,
  effect: async ({ db, now, newId, input: { code, key, closedBy } }) => {
    await dutyTables.write(db).insert('duty_occurrence', {
      ...newOccurrence,
      id: newId<'duty'>(),
      duty: code,
      period: 'half-termly',
      period_key: key,
      from_day: '2026-11-02',
      to_day: '2026-12-18',
      due_day: '2026-12-18',
      made_at: now.toString(),
      ...(closedBy === undefined
        ? {}
        : {
            state: 'done',
            closed_at: now.toString(),
            done_day: '2026-11-23',
            days_late: 0,
            way: 'words',
            closed_by: closedBy,
          }),
    });
    return done({}, { name: 'duties-fell-due', subject: db.school, data: { made: 1, moved: 0, dropped: 0 } });
  },
  changesFilter: false,
});

/** A duty that is open for a period of its own; with `closedBy`, recorded as done by them. Answers its key. */
export async function anOpenDuty(
  world: World,
  school: SchoolId,
  given: { readonly code: string; readonly closedBy?: string | undefined },
): Promise<string> {
  const key = `test-${world.ids.next()}`;
  worked(await world.runner.run(putOccurrence, world.commandLine(school), { ...given, key }));
  return key;
}

/** A file that somebody added when they recorded an open duty as done. Answers its id. */
export async function aDutyFile(
  world: World,
  by: PersonActor,
  given: { readonly code: string; readonly key: string },
): Promise<string> {
  const bytes = Readable.from([Buffer.from('Minutes.')]);
  const file = await world.parts.files.put(bytes, { name: 'minutes.txt', most: 1000 });
  const command = world.modules.flatMap((module) => module.commands).find((one) => one.name === 'duties.do-duty');
  if (command === undefined) throw new Error('there is no command that records a duty');
  const input = { ...given, words: 'It was done.', on: world.clock.now().toString().slice(0, 10), version: '1', file };
  worked(await world.runner.run(command, by, input));
  const row = await world.store.reading
    .selectFrom('duty_file')
    .select('id')
    .orderBy('added_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return String(row['id']);
}
