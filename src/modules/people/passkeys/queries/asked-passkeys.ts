import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { mayUseOwnAccount } from '../../policy.ts';
import { hasOnlyPasskeys, ownFacts } from '../../second-factor/facts.ts';
import { mayChangeSignIn } from '../../second-factor/policy.ts';
import { ownSignInOf } from '../../second-factor/queries/own-sign-in.ts';
import { ownPasskey } from '../commands/change-passkey.ts';
import type { Passkeys } from '../verify.ts';

/** Makes the queries behind the pages that ask a browser for a passkey. */
export function passkeyQueries(keys: Passkeys) {
  return {
    /** What a browser needs to make a passkey for whoever asks. */
    beforeAdding: query({
      name: 'people.before-adding-passkey',
      input: z.object({}),
      events: peopleEvents,
      load: ownFacts,
      policy: mayChangeSignIn,
      answer: (_db, { subject }) =>
        Promise.resolve({
          options: keys.askToMake({
            id: subject.person,
            name: subject.name,
            loginName: subject.account?.login_name ?? subject.name,
            has: subject.passkeys,
          }),
        }),
      leaves: 'People are asked for a passkey of their own; nothing of anybody is shown.',
    }),
    /** What somebody can confirm with that it is they. */
    waysToConfirm: query({
      name: 'people.ways-to-confirm',
      input: z.object({ next: z.string().max(1000).catch('/') }),
      events: peopleEvents,
      load: ownFacts,
      policy: mayUseOwnAccount,
      answer: (_db, { subject, input }) => {
        const { hasPassword, hasApp, passkeys } = ownSignInOf(subject);
        return Promise.resolve({
          hasPassword: hasPassword && !hasOnlyPasskeys(subject),
          hasApp,
          next: input.next,
          options: passkeys.length === 0 ? undefined : keys.askToShow(`confirm:${subject.person}`, subject.passkeys),
        });
      },
      leaves: 'People confirm that it is they; nothing of anybody is shown.',
    }),
    /** A passkey of one's own, before it is renamed. */
    ownPasskey: query({
      name: 'people.own-passkey',
      input: z.object({ passkey: recordId<'passkey'>() }),
      events: peopleEvents,
      load: ownPasskey,
      policy: mayUseOwnAccount,
      answer: (_db, { subject }) => Promise.resolve({ id: subject.row.id, name: subject.row.name }),
      leaves: 'People look at a passkey of their own.',
    }),
  };
}
