import { z } from 'zod';

import { command, done, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { signInFacts } from '../facts.ts';
import { onlyAtSignIn } from '../policy.ts';
import { tellOwner } from '../tell-owner.ts';

/** Notes that somebody knew a password and gave wrong codes until they had to wait, and tells the owner: their password is known to another. */
export const noteWrongCodes = command({
  name: 'people.note-wrong-codes',
  input: z.strictObject({ person: recordId<'person'>(), tries: z.int() }),
  events: peopleEvents,
  load: (db, { person }, { now }) => signInFacts(db, person, now),
  policy: onlyAtSignIn,
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    await tellOwner({ db, now, newId }, subject);
    return done(undefined, { name: 'second-step-refused', subject: input.person, data: { tries: input.tries } });
  },
  changesFilter: false,
});
