import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { ownFacts } from '../facts.ts';
import { mayRemoveFactor } from '../policy.ts';
import { keepAuthenticator, keepRecoveryCodes } from '../store.ts';
import { tellOwner } from '../tell-owner.ts';

/** Takes somebody's own authenticator app out of use. Without a passkey left, the recovery codes go too: they stand in for nothing then. */
export const removeAuthenticator = command({
  name: 'people.remove-authenticator',
  input: z.strictObject({}),
  events: peopleEvents,
  load: ownFacts,
  policy: (actor, facts) => mayRemoveFactor(actor, { mustHave: facts.mustHave, left: facts.passkeys.length }),
  prepare: nothing,
  effect: async ({ db, subject, now, newId }) => {
    const { app, person, recovery, passkeys } = subject;
    if (app === undefined || !subject.hasApp) return failed('', 'You have no authenticator app in use');
    await keepAuthenticator(db, person, app, { secret: null, offered: null, offered_at: null, enrolled_at: null });
    if (recovery !== undefined && passkeys.length === 0) {
      await keepRecoveryCodes(db, person, recovery, { hashes: [], madeAt: recovery.madeAt });
    }
    await tellOwner({ db, now, newId }, subject);
    return done(undefined, { name: 'authenticator-removed', subject: person, data: {} });
  },
  changesFilter: false,
});
