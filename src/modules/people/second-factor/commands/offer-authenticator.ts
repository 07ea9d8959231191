import { z } from 'zod';

import { command, done } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { ownFacts } from '../facts.ts';
import { newSecret } from '../one-time-codes.ts';
import { mayChangeSignIn } from '../policy.ts';
import { keepAuthenticator } from '../store.ts';

/** How long the same secret is offered again: a phone that has read the picture already stays right when the page is opened anew. */
const SAME_FOR = Temporal.Duration.from({ minutes: 30 });

/**
 * Makes a secret for somebody's authenticator app. It counts for nothing until a code of it is given; an app in use goes on until then. `anew`
 * is what a sign-in asks for: a secret that another sign-in, perhaps of somebody who only knows the password, was shown is never given again.
 */
export const offerAuthenticator = command({
  name: 'people.offer-authenticator',
  input: z.strictObject({ anew: z.boolean().default(false) }),
  events: peopleEvents,
  load: ownFacts,
  policy: mayChangeSignIn,
  prepare: (_input, _facts, ids) => Promise.resolve(newSecret(ids)),
  effect: async ({ db, input, subject, prepared, now }) => {
    const { app, person } = subject;
    const stillGood =
      !input.anew &&
      app?.offered_at !== null &&
      app?.offered_at !== undefined &&
      Temporal.Instant.compare(Temporal.Instant.from(app.offered_at).add(SAME_FOR), now) > 0;
    await keepAuthenticator(db, person, app, {
      offered: stillGood ? app.offered : prepared,
      offered_at: stillGood ? app.offered_at : now.toString(),
    });
    return done(undefined, { name: 'authenticator-offered', subject: person, data: {} });
  },
  changesFilter: false,
});
