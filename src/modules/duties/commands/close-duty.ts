import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { uploadField, type StoredUpload } from '../../../platform/files/upload.ts';
import { day, text, wholeNumber } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { DutyParts, Standing } from '../duty-parts.ts';
import { standingFor } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { occurrenceOf, type Occurrence } from '../occurrence.ts';
import { mayDo, mayReopen, mayWaive } from '../policy.ts';
import { dutyTables } from '../rows.ts';
import { closeAsDone, closeAsNotDone, findOccurrence, reopen, type Doing } from '../store.ts';
import { before } from '../../school/index.ts';
import { doneData, newOccurrence } from './keep-duties.ts';

/** What people do about a duty: record that it was done, waive it for a period, and reopen what was recorded by mistake. */

/** Names an occurrence: in the address. */
export const occurrenceInput = {
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
};

/** A duty and one time that it fell due, for somebody. */
export interface Subject extends Standing {
  readonly one: Occurrence;
}

/** Loads it; undefined when there is none. */
export async function loadSubject(
  parts: Pick<DutyParts, 'settings'>,
  db: ReadHandle,
  input: { readonly code: string; readonly key: string },
  asking: Parameters<typeof standingFor>[3],
): Promise<Subject | undefined> {
  const standing = await standingFor(parts, db, input.code, asking);
  const one = standing === undefined ? undefined : await findOccurrence(db, input.code, input.key);
  return standing === undefined || one === undefined ? undefined : { ...standing, one };
}

const version = wholeNumber('the version', 1, 1_000_000);
const changedMeanwhile =
  'Somebody else changed this duty while you had the page open. Open it again to see what they did.';
const doneFields = {
  words: text('what was done', 4000),
  on: day('the day on which it was done'),
  file: uploadField('Choose the file').optional(),
};

/** Records that a duty was done: words, the day, and a file where there is one. */
export const makeDoDuty = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.do-duty',
    input: z.object({ ...occurrenceInput, ...doneFields, version }),
    events: dutyEvents,
    load: (db, input, asking) => loadSubject(parts, db, input, asking),
    policy: (actor, subject) => mayDo(actor, subject),
    prepare: nothing,
    effect: async (context) => {
      const { input, subject, now } = context;
      const { one } = subject;
      if (one.state !== 'open' || one.version !== input.version) return failed('', changedMeanwhile);
      const wrong = wrongDay(input.on, one.from, schoolDay(now));
      if (wrong !== undefined) return failed('on', wrong);
      if (input.file !== undefined) await addFile(context, one.id, input.file);
      const how = howDone(input);
      const caughtUp = await closeAsDone(context, one, how);
      return done({ code: one.duty }, { name: 'duty-done', subject: one.id, data: doneData(one, how, caughtUp) });
    },
    changesFilter: false,
  });

/** Records that a duty without dates was done: it happened. Also what was done once more than asked. */
export const makeRecordDuty = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.record-duty',
    input: z.object({ code: occurrenceInput.code, ...doneFields }),
    events: dutyEvents,
    load: (db, input, asking) => standingFor(parts, db, input.code, asking),
    policy: (actor, standing) => mayDo(actor, standing),
    prepare: nothing,
    effect: async (context) => {
      const { db, input, now, newId } = context;
      const today = schoolDay(now);
      const wrong = wrongDay(input.on, today.subtract({ years: 1 }), today);
      if (wrong !== undefined) return failed('on', wrong);
      const id = newId<'duty'>();
      const on = input.on.toString();
      await dutyTables.write(db).insert('duty_occurrence', {
        ...newOccurrence,
        id,
        duty: input.code,
        period: 'on-event',
        period_key: `event-${id}`,
        from_day: on,
        to_day: on,
        due_day: on,
        made_at: now.toString(),
      });
      const row = await dutyTables
        .read(db)
        .select('duty_occurrence')
        .where('id', '=', id)
        .selectAll()
        .executeTakeFirstOrThrow();
      const one = occurrenceOf(row);
      if (input.file !== undefined) await addFile(context, id, input.file);
      const how = howDone(input);
      await closeAsDone(context, one, how);
      return done({ code: input.code }, { name: 'duty-done', subject: id, data: doneData(one, how, 0) });
    },
    changesFilter: false,
  });

function howDone(input: {
  readonly words: string;
  readonly on: Temporal.PlainDate;
  readonly file?: StoredUpload | undefined;
}) {
  const way = input.file === undefined ? ('words' as const) : ('file' as const);
  return { day: input.on, way, evidence: '', figure: '', words: input.words };
}

function wrongDay(on: Temporal.PlainDate, from: Temporal.PlainDate, today: Temporal.PlainDate): string | undefined {
  if (before(today, on)) return 'The day on which it was done must be today or earlier';
  return before(on, from)
    ? 'The day on which it was done must be in this period: an earlier one counts for the period before'
    : undefined;
}

async function addFile({ db, actor, now, newId }: Doing, occurrence: string, file: StoredUpload): Promise<void> {
  await dutyTables.write(db).insert('duty_file', {
    id: newId<'duty-file'>(),
    occurrence_id: occurrence,
    name: file.name,
    content: file.content,
    kind: file.kind.code,
    bytes: file.bytes,
    added_by: actorId(actor),
    added_at: now.toString(),
  });
}

/** Waives a duty for one period, with the reason. Nobody waives their own. */
export const makeWaiveDuty = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.waive-duty',
    input: z.object({ ...occurrenceInput, reason: text('the reason', 2000), version }),
    events: dutyEvents,
    load: (db, input, asking) => loadSubject(parts, db, input, asking),
    policy: (actor, subject) => mayWaive(actor, subject),
    prepare: nothing,
    effect: async (context) => {
      const { input, subject } = context;
      const { one } = subject;
      if (one.state !== 'open' || one.version !== input.version) return failed('', changedMeanwhile);
      await closeAsNotDone(context, one, { state: 'waived', words: input.reason, because: 'waived' });
      return done(
        { code: one.duty },
        { name: 'duty-waived', subject: one.id, data: { duty: one.duty, period: one.key } },
      );
    },
    changesFilter: false,
  });

/** Opens again what was recorded or waived by mistake. What was written stays in the history. */
export const makeReopenDuty = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.reopen-duty',
    input: z.object({ ...occurrenceInput, reason: text('the reason', 2000), version }),
    events: dutyEvents,
    load: (db, input, asking) => loadSubject(parts, db, input, asking),
    policy: (actor, { one }) => mayReopen(actor, one),
    prepare: nothing,
    effect: async (context) => {
      const { input, subject } = context;
      const { one } = subject;
      if (one.version !== input.version || (one.state !== 'done' && one.state !== 'waived'))
        return failed('', changedMeanwhile);
      if (one.period === 'on-event')
        return failed('', 'What was recorded as it happened stays. Record what came after as another entry.');
      if (one.way === 'measured' || one.way === 'register') {
        return failed(
          '',
          'Schoolgate took this from its own records. Correct those first: they would show it done again.',
        );
      }
      await reopen(context, one, input.reason);
      return done(
        { code: one.duty },
        { name: 'duty-reopened', subject: one.id, data: { duty: one.duty, period: one.key } },
      );
    },
    changesFilter: false,
  });
