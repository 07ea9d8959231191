import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { allowed, both, refused } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { changedColumns, whatChanged } from '../changing.ts';
import { entryReader } from '../entry-input.ts';
import { registerEvents } from '../events.ts';
import { entryInput, versionInput } from '../input.ts';
import { mayChange } from '../policy.ts';
import { entryBefore, type EntryStanding, type RegisterParts } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';
import { changeEntry } from '../store.ts';
import { surroundingsFor } from '../surroundings.ts';
import { changedMeanwhile } from './correct-entry.ts';

/** Whether an entry can be closed as it stands. */
export function mayClose({ entry }: Pick<EntryStanding, 'entry'>) {
  return entry.state === 'open'
    ? allowed
    : refused('Only an open entry can be closed. Open it again to see how it stands.');
}

/** Records what was still to come: the return, the outcome. */
export const makeCloseEntry = (parts: RegisterParts) =>
  command({
    name: 'registers.close-entry',
    input: z.looseObject({ ...entryInput, ...versionInput }),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) => both(mayChange(actor, standing, standing.entry), mayClose(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, entry }, actor, now, newId }) => {
      if (input.version !== entry.version) return failed('', changedMeanwhile);
      const fields = shape.closing?.fields ?? [];
      const around = await surroundingsFor(db, fields, now);
      const read = entryReader(fields, around, await rulesInForce(db, parts.settings, shape))(input);
      if (!read.ok) return read;
      const values = { ...entry.values, ...read.value };
      const version = await changeEntry(db, entry, {
        id: newId(),
        kind: 'closed',
        by: actorId(actor),
        at: now,
        state: 'closed',
        words: '',
        before: whatChanged(entry.values, values),
        columns: await changedColumns(db, { shape, entry, values, closedOn: schoolDay(now).toString() }, now),
        closedAt: now,
      });
      return done({ number: entry.number }, {
        name: 'register-entry-closed',
        subject: entry.id,
        data: { register: shape.code, version },
      } as const);
    },
    changesFilter: false,
  });
