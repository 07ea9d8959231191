import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { day, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { retentionEvents } from '../events.ts';
import { maySignClass } from '../policy.ts';
import { rowKey, signedClass, waitingIn, type Whole } from '../queue.ts';
import { retentionTables } from '../tables.ts';

/** The longest that a record is kept back at once; after that somebody looks again. */
const MOST_YEARS = 10;

/** Takes a record that is past its time out of the list, until a day, with the reason. */
export function makeKeepRecord(parts: Whole) {
  return command({
    name: 'privacy.keep-record',
    input: z.object({
      code: z.string(),
      record: z.string().regex(/^[a-z_]+:[A-Za-z0-9-]{1,64}$/, 'Choose a record from the list'),
      until: day('the day until which it is kept'),
      reason: text('why it is kept', 1000),
    }),
    events: { 'record-kept-longer': retentionEvents['record-kept-longer'] },
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor, one) => maySignClass(actor, one.signers),
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now, input, subject: one, newId }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in to keep a record.');
      const today = schoolDay(now);
      if (Temporal.PlainDate.compare(input.until, today) <= 0) return failed('until', 'The day must be in the future');
      if (Temporal.PlainDate.compare(input.until, today.add({ years: MOST_YEARS })) > 0) {
        return failed('until', `Keep it for at most ${String(MOST_YEARS)} years, then look at it again`);
      }
      const waiting = await waitingIn(parts, db, one, { actor, today });
      const found = waiting.find((each) => rowKey(each.record) === input.record);
      if (found === undefined) return failed('', 'This record is not on the list any more.');
      const id = newId<'retention-kept'>();
      await retentionTables.write(db).insert('retention_kept', {
        id,
        class_code: one.code,
        table_name: found.record.table,
        row_id: found.record.id,
        until_day: input.until.toString(),
        reason: input.reason,
        kept_by: actor.person,
        kept_at: now.toString(),
      });
      return done(
        { code: one.code, until: input.until },
        {
          name: 'record-kept-longer' as const,
          subject: id,
          data: {
            class: one.code,
            table: found.record.table.replaceAll('_', '-'),
            row: found.record.id,
            until: input.until.toString(),
          },
        },
      );
    },
  });
}
