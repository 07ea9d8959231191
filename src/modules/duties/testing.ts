import { Readable } from 'node:stream';

import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { worked } from '../people/testing.ts';
import { KEEP_DUTIES, newOccurrence } from './commands/keep-duties.ts';

/** Runs the job that keeps duties once, as the program does every few minutes. */
export async function keepDuties(world: World): Promise<void> {
  const job = world.jobs.find((one) => one.name === KEEP_DUTIES);
  if (job === undefined) throw new Error('there is no job that keeps duties');
  await job.run();
}

/** A duty that is open for a period of its own, put in place as the job does; with `closedBy`, recorded as done by them. Answers its key. */
export async function anOpenDuty(
  world: World,
  school: SchoolId,
  given: { readonly code: string; readonly closedBy?: string | undefined },
): Promise<string> {
  const id = world.ids.next();
  const now = world.clock.now().toString();
  const closed = given.closedBy !== undefined;
  const key = `test-${id}`;
  await world.store.transaction((db) =>
    db
      .insertInto('duty_occurrence')
      .values({
        ...newOccurrence,
        id,
        school_id: school,
        duty: given.code,
        period: 'half-termly',
        period_key: key,
        from_day: '2026-11-02',
        to_day: '2026-12-18',
        due_day: '2026-12-18',
        made_at: now,
        ...(closed
          ? {
              state: 'done',
              closed_at: now,
              done_day: '2026-11-23',
              days_late: 0,
              way: 'words',
              closed_by: given.closedBy,
            }
          : {}),
      })
      .execute(),
  );
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
