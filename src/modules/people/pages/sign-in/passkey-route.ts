import { z } from 'zod';

import type { Limit } from '../../../../platform/auth/rate-limits.ts';
import { countRefusal } from '../../../../platform/auth/refusal-counts.ts';
import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId, type PersonId, type SchoolId } from '../../../../platform/ids/ids.ts';
import { parseInput } from '../../../../platform/forms/parse.ts';
import type { ModuleParts } from '../../../module.ts';
import type { makeUsePasskey } from '../../passkeys/commands/use-passkey.ts';
import { shownPasskeyField } from '../../passkeys/credential-field.ts';
import { mayStillSignIn } from '../../sign-in.ts';
import { admit } from '../../sign-in/admit.ts';

/** Nobody guesses a passkey; each try costs a signature to check. */
const PER_ADDRESS: Limit = { name: 'passkey-address', times: 300, seconds: 900 };

const input = z.object({ credential: shownPasskeyField() });

/** Takes the passkey that a browser shows on the sign-in page. Works nowhere without its script: the page then has the password only. */
export function passkeyRoute(parts: ModuleParts, use: ReturnType<typeof makeUsePasskey>): PublicRoute {
  const no = (next: unknown) => ({
    to: `/sign-in${typeof next === 'string' && next !== '/' ? `?next=${encodeURIComponent(next)}` : ''}`,
    problem: 'This passkey did not work here. Try again, or use your password.',
  });
  return {
    path: '/sign-in/passkey',
    methods: ['POST'],
    reach: 'staff',
    why: 'Nobody is signed in before they have signed in. It takes only what the person’s own passkey has signed, once.',
    async handle(visit) {
      const next = visit.raw['next'];
      await parts.limits.use(PER_ADDRESS, visit.address);
      const parsed = parseInput(input, { credential: visit.raw['credential'] });
      const owner = parsed.ok ? await ownerOf(parts, parsed.value.credential.id) : undefined;
      if (owner !== undefined && (await mayStillSignIn(parts, owner))) {
        const visitor = { kind: 'visitor', school: owner.school, request: asId<'request'>(visit.request) } as const;
        const outcome = await parts.runner.run(use, visitor, { credential: visit.raw['credential'] });
        if (outcome.ok) return admit(parts, visit, { ...owner, means: 'passkey', factors: 2 }, next);
      }
      await countRefusal(parts.store, parts.clock, 'passkey-failed');
      return no(next);
    },
  };
}

/** Whose passkey it is, in whatever school: before sign-in nobody's school is known. */
async function ownerOf(
  parts: Pick<ModuleParts, 'store'>,
  credential: string,
): Promise<{ school: SchoolId; person: PersonId } | undefined> {
  const row = await parts.store.reading
    .selectFrom('passkey')
    .select(['school_id', 'person_id'])
    .where('credential_id', '=', credential)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { school: asId(String(row['school_id'])), person: asId(String(row['person_id'])) };
}
