import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { both, refused, allowed } from '../../../platform/access/access.ts';
import { text } from '../../../platform/forms/fields.ts';
import { changedColumns, closedOn, whatChanged } from '../changing.ts';
import { entryReader } from '../entry-input.ts';
import { allFields } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { entryInput, versionInput } from '../input.ts';
import { mayChange } from '../policy.ts';
import { entryBefore, type EntryStanding, type RegisterParts } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';
import { changeEntry } from '../store.ts';
import { surroundingsFor } from '../surroundings.ts';

/** The fields that a correction of this entry asks for: those of its closing too, once it is closed. */
export function correctedFields({ shape, entry }: Pick<EntryStanding, 'shape' | 'entry'>) {
  return entry.state === 'closed' ? allFields(shape) : shape.fields;
}

/** Whether an entry stands so that it can still be changed. */
export function mayStillChange({ entry }: Pick<EntryStanding, 'entry'>) {
  return entry.state === 'struck-out'
    ? refused('This entry is struck out: it stays as it is. Add a new one.')
    : allowed;
}

/** Corrects what an entry says; what stood there before stays in its history. What had been approved waits for approval again. */
export const makeCorrectEntry = (parts: RegisterParts) =>
  command({
    name: 'registers.correct-entry',
    input: z.looseObject({ ...entryInput, ...versionInput, why: text('why it is corrected', 1000) }),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) => both(mayChange(actor, standing, standing.entry), mayStillChange(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject, actor, now, newId }) => {
      const { shape, entry } = subject;
      if (input.version !== entry.version) return failed('', changedMeanwhile);
      const fields = correctedFields(subject);
      const around = await surroundingsFor(db, fields, now);
      const read = entryReader(fields, around, await rulesInForce(db, parts.settings, shape))(input);
      if (!read.ok) return read;
      // Fields that the form does not ask for stay as they are: retired ones, and those that no longer stand in the shape.
      const asked = new Set(fields.filter((field) => field.retired !== true).map((field) => field.code));
      const kept = Object.fromEntries(Object.entries(entry.values).filter(([code]) => !asked.has(code)));
      const values = { ...kept, ...read.value };
      const before = whatChanged(entry.values, values);
      if (Object.keys(before).length === 0)
        return failed('', 'Nothing is different. Change what was wrong, or go back');
      const again = shape.approval !== undefined && entry.state !== 'waiting';
      const version = await changeEntry(db, entry, {
        id: newId(),
        kind: 'corrected',
        by: actorId(actor),
        at: now,
        state: again ? 'waiting' : entry.state,
        words: input.why,
        before,
        columns: await changedColumns(db, { shape, entry, values, closedOn: closedOn(entry) }, now),
        ...(again ? { decided: null } : {}),
      });
      return done({ waits: again }, {
        name: 'register-entry-corrected',
        subject: entry.id,
        data: { register: shape.code, version },
      } as const);
    },
    changesFilter: false,
  });

export const changedMeanwhile =
  'Somebody else changed this entry while you had it open. Open it again, look at what changed, and enter yours once more';
