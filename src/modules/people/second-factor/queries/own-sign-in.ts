import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { mayUseOwnAccount } from '../../policy.ts';
import { ownFacts, type SignInFacts } from '../facts.ts';

/** What a person sees of how they sign in: when and what, no secret. */
export interface OwnSignIn {
  readonly hasPassword: boolean;
  readonly hasApp: boolean;
  readonly appSince: string | null;
  readonly mustHave: boolean;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly madeAt: string;
    readonly usedAt: string | null;
    readonly synced: boolean;
  }[];
  readonly recoveryLeft: number;
  readonly recoveryMadeAt: string | undefined;
}

/** The facts without their secrets. */
export function ownSignInOf(facts: SignInFacts): OwnSignIn {
  return {
    hasPassword: typeof facts.account?.password_hash === 'string',
    hasApp: facts.hasApp,
    appSince: facts.app?.enrolled_at ?? null,
    mustHave: facts.mustHave,
    passkeys: facts.passkeys.map((one) => ({
      id: one.id,
      name: one.name,
      madeAt: one.made_at,
      usedAt: one.used_at,
      synced: one.synced === 1,
    })),
    recoveryLeft: facts.recovery?.hashes.length ?? 0,
    recoveryMadeAt: facts.recovery?.madeAt.toString(),
  };
}

/** The page "How you sign in". */
export const ownSignIn = query({
  name: 'people.own-sign-in',
  input: z.object({}),
  events: peopleEvents,
  load: ownFacts,
  policy: mayUseOwnAccount,
  answer: (_db, { subject }) => Promise.resolve(ownSignInOf(subject)),
  leaves: 'People look at how they themselves sign in, and at nobody else’s.',
});
