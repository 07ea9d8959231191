import { z } from 'zod';

import { command, done, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { raiseEpoch } from '../../filtering/index.ts';
import { noteRestoreGap } from '../../monitoring/index.ts';
import { safekeepingEvents } from '../events.ts';
import { mayRestore } from '../policy.ts';

/**
 * Writes down that this school's records were restored: the row in the chain, a new epoch above every number that a filter may have seen, and
 * the gap between the backup and now in what the filter reported.
 */
export const noteRestored = command({
  name: 'safekeeping.note-restored',
  input: z.object({ sha256: z.string(), taken: z.string(), seq: z.int() }),
  events: { restored: safekeepingEvents.restored },
  load: wholeSchool,
  policy: mayRestore,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input, newId }) => {
    const epoch = await raiseEpoch(db, now);
    const since = Temporal.Instant.from(input.taken);
    await noteRestoreGap(db, { id: newId<'gap'>(), since, now });
    return done(epoch, {
      name: 'restored',
      subject: db.school,
      data: { sha256: input.sha256, taken: input.taken, seq: input.seq, epoch },
    });
  },
});
