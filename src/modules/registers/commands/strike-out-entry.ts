import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { both } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { text } from '../../../platform/forms/fields.ts';
import { registerEvents } from '../events.ts';
import { entryInput, versionInput } from '../input.ts';
import { mayChange } from '../policy.ts';
import { entryBefore, type RegisterParts } from '../register-parts.ts';
import { changeEntry } from '../store.ts';
import { changedMeanwhile, mayStillChange } from './correct-entry.ts';

/** Strikes out an entry that should not have been made. It stays to be read, and counts for nothing. */
export const makeStrikeOutEntry = (parts: RegisterParts) =>
  command({
    name: 'registers.strike-out-entry',
    input: z.object({ ...entryInput, ...versionInput, why: text('why it is struck out', 1000) }),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) => both(mayChange(actor, standing, standing.entry), mayStillChange(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, entry }, actor, now, newId }) => {
      if (input.version !== entry.version) return failed('', changedMeanwhile);
      const version = await changeEntry(db, entry, {
        id: newId(),
        kind: 'struck-out',
        by: actorId(actor),
        at: now,
        state: 'struck-out',
        words: input.why,
        before: {},
      });
      return done({ number: entry.number }, {
        name: 'register-entry-struck-out',
        subject: entry.id,
        data: { register: shape.code, version },
      } as const);
    },
    changesFilter: false,
  });
