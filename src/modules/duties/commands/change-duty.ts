import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, text, wholeNumber } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { postKinds } from '../../people/index.ts';
import type { DutyParts } from '../duty-parts.ts';
import { standingFor } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { mayChangeDuty } from '../policy.ts';
import { dutyTables } from '../rows.ts';
import { closeAsNotDone, openOccurrences } from '../store.ts';
import { before } from '../../school/index.ts';
import { periods } from '../words.ts';
import { occurrenceInput } from './close-duty.ts';

/** The choice that leaves a thing as the policy or Schoolgate has it. */
export const AS_DELIVERED = 'as-delivered';

/** The posts that a duty may be given to: those of the school, and everybody who works here is none. */
export const ownerCodes = postKinds.map((kind) => kind.code);

/** Changes how often a duty falls due, whose it is, or whether it applies in this school, with the reason. */
export const makeChangeDuty = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    name: 'duties.change-duty',
    input: z.object({
      code: occurrenceInput.code,
      period: choice([AS_DELIVERED, ...periods], 'Choose how often'),
      owner: choice([AS_DELIVERED, ...ownerCodes], 'Choose whose it is'),
      applies: choice(['yes', 'no'], 'Choose whether it applies here'),
      reason: text('the reason', 2000),
      version: wholeNumber('the version', 0, 1_000_000),
    }),
    events: dutyEvents,
    load: (db, input, asking) => standingFor(parts, db, input.code, asking),
    policy: mayChangeDuty,
    prepare: nothing,
    effect: async (context) => {
      const { db, input, subject, actor, now, newId } = context;
      const { duty } = subject;
      const versionNow = duty.own?.version ?? 0;
      if (versionNow !== input.version) {
        return failed(
          '',
          'Somebody else changed this duty while you had the page open. Open it again to see what they did.',
        );
      }
      const applies = input.applies === 'yes';
      if (!applies && subject.own) {
        return failed(
          'applies',
          'Nobody decides that a duty of their own does not apply. Ask the headteacher or the online-safety lead',
        );
      }
      // What was asked under the old period is asked no more; the job notes the new one. Left as delivered, the job compares.
      const gone = (await openOccurrences(db)).filter(
        (one) =>
          one.duty === duty.shape.code && (!applies || (input.period !== AS_DELIVERED && one.period !== input.period)),
      );
      // Of one's own duty, that would be waiving what is overdue.
      if (subject.own && gone.some((one) => before(one.due, schoolDay(now)))) {
        return failed(
          'period',
          'This duty of yours is overdue. Record that it was done, or ask the headteacher or the online-safety lead to change it',
        );
      }
      await dutyTables.write(db).insert('duty_setting', {
        id: newId<'duty-setting'>(),
        duty: duty.shape.code,
        version: versionNow + 1,
        period: input.period === AS_DELIVERED ? null : input.period,
        owner: input.owner === AS_DELIVERED ? null : input.owner,
        applies: applies ? 1 : 0,
        reason: input.reason,
        set_by: actorId(actor),
        set_at: now.toString(),
      });
      for (const one of gone) {
        await closeAsNotDone(context, one, { state: 'not-applicable', words: '', because: 'duty-changed' });
      }
      return done(
        { code: duty.shape.code },
        {
          name: 'duty-changed',
          subject: duty.shape.code,
          data: { duty: duty.shape.code, period: input.period, owner: input.owner, applies, dropped: gone.length },
        },
      );
    },
    changesFilter: false,
  });
