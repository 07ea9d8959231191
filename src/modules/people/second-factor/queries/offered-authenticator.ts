import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { Refused } from '../../../../platform/errors/errors.ts';
import { peopleEvents } from '../../events.ts';
import { ownFacts } from '../facts.ts';
import { mayChangeSignIn } from '../policy.ts';

/** The secret of an app that its owner is setting up: shown to them, until a code of it was given. */
export const offeredAuthenticator = query({
  name: 'people.offered-authenticator',
  input: z.object({}),
  events: peopleEvents,
  load: ownFacts,
  policy: mayChangeSignIn,
  answer: (_db, { subject }) => {
    const { app, account, school, passkeys } = subject;
    if (typeof app?.offered !== 'string') {
      throw new Refused('SG-NOT-FOUND', 'No app is being set up. Start under My account, or sign in again.');
    }
    return Promise.resolve({
      secret: app.offered,
      school,
      loginName: account?.login_name ?? '',
      offeredAt: app.offered_at ?? '',
      hasSecondStep: subject.hasApp || passkeys.length > 0,
    });
  },
  leaves: 'People look at their own app while they set it up; that they began is in the trail.',
});
