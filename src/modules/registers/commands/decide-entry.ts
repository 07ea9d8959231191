import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { allowed, both, refused } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, optionalText } from '../../../platform/forms/fields.ts';
import { firstState } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { entryInput, versionInput } from '../input.ts';
import { mayDecide } from '../policy.ts';
import { entryBefore, type EntryStanding, type RegisterParts } from '../register-parts.ts';
import { changeEntry } from '../store.ts';
import { changedMeanwhile } from './correct-entry.ts';

/** Whether an entry waits for a decision. */
export function waitsForDecision({ entry }: Pick<EntryStanding, 'entry'>) {
  return entry.state === 'waiting'
    ? allowed
    : refused('This entry does not wait for a decision. Open it to see how it stands.');
}

/** Approves an entry that waits, or says no with the reason. */
export const makeDecideEntry = (parts: RegisterParts) =>
  command({
    name: 'registers.decide-entry',
    input: z.object({
      ...entryInput,
      ...versionInput,
      decision: choice(['approve', 'refuse'], 'Choose yes or no'),
      words: optionalText('the reason', 1000),
    }),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) =>
      both(mayDecide(actor, standing, standing.deciders, standing.entry), waitsForDecision(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, entry }, actor, now, newId }) => {
      if (input.version !== entry.version) return failed('', changedMeanwhile);
      const yes = input.decision === 'approve';
      if (!yes && input.words === '') return failed('words', 'Enter why not, so that whoever asked can understand it');
      await changeEntry(db, entry, {
        id: newId(),
        kind: yes ? 'approved' : 'refused',
        by: actorId(actor),
        at: now,
        // What was closed already and corrected since is closed again.
        state: yes ? (entry.closedAt === null ? firstState(shape) : 'closed') : 'refused',
        words: input.words,
        before: {},
        decided: { by: actorId(actor) },
      });
      return done({ approved: yes }, {
        name: 'register-entry-decided',
        subject: entry.id,
        data: { register: shape.code, decision: input.decision },
      } as const);
    },
    changesFilter: false,
  });
