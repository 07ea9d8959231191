import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { resetEvents } from '../events.ts';
import { mayCancelReset } from '../policy.ts';
import { stateOf } from '../reset.ts';
import { changeReset, findReset } from '../store.ts';

/** Stops a reset that is open; its link works no more. */
export const cancelReset = command({
  name: 'people.cancel-reset',
  input: z.object({ reset: recordId<'account-reset'>() }),
  events: resetEvents,
  load: async (db, { reset }) => {
    const row = await findReset(db, reset);
    return row === undefined ? undefined : { row, person: asId<'person'>(row.person_id) };
  },
  policy: (actor, subject) => mayCancelReset(actor, subject),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, subject: { row, person }, now }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to do this.');
    if (!['wished', 'waiting', 'link'].includes(stateOf(row, now))) return failed('', 'It is over already.');
    await changeReset(db, row, {
      state: 'cancelled',
      link_hash: null,
      ended_at: now.toString(),
      ended_by: actor.person,
    });
    return done(person, { name: 'reset-cancelled', subject: person, data: { reset: asId<'account-reset'>(row.id) } });
  },
});
