import { z } from 'zod';

import { command, done } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { ownFacts } from '../facts.ts';
import { mayMakeRecoveryCodes } from '../policy.ts';
import { hashOfCode, newRecoveryCodes } from '../recovery-codes.ts';
import { keepRecoveryCodes } from '../store.ts';
import { tellOwner } from '../tell-owner.ts';

/** Makes ten new recovery codes, to be shown once. Those there were before stop working. */
export const makeRecoveryCodes = command({
  name: 'people.make-recovery-codes',
  input: z.strictObject({}),
  events: peopleEvents,
  load: ownFacts,
  policy: mayMakeRecoveryCodes,
  prepare: (_input, _facts, ids) => Promise.resolve(newRecoveryCodes(ids)),
  effect: async ({ db, subject, prepared, now, newId }) => {
    const hashes = prepared.map((code) => hashOfCode(subject.person, code));
    await keepRecoveryCodes(db, subject.person, subject.recovery, { hashes, madeAt: now });
    await tellOwner({ db, now, newId }, subject);
    return done(
      { codes: prepared },
      { name: 'recovery-codes-made', subject: subject.person, data: { codes: hashes.length } },
    );
  },
  changesFilter: false,
});
