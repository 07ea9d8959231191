import { z } from 'zod';

import type { PublicRoute, Visit } from '../../../../platform/http/public-routes.ts';
import { parseInput } from '../../../../platform/forms/parse.ts';
import type { ModuleParts } from '../../../module.ts';
import { noteSignOut } from '../../commands/sign-out.ts';
import { passwordField } from '../../fields.ts';
import { ownPath } from '../../own-paths.ts';
import type { Passkeys } from '../../passkeys/verify.ts';
import { checkPassword } from '../../sign-in.ts';
import { offeredProviders } from '../../single-sign-on/offered-providers.ts';
import { admit } from '../../sign-in/admit.ts';

const input = z.object({
  name: z
    .string({ error: 'Enter your e-mail address' })
    .transform((value) => value.trim())
    .pipe(z.string().min(1, 'Enter your e-mail address').max(254, 'Enter your e-mail address')),
  password: passwordField('Enter your password'),
});

const template = 'modules/people/pages/sign-in/page.njk';
const title = 'Sign in';

/** Sign-in by e-mail and password. The answer to a wrong try is the same whether or not there is such a log-in. */
export function signInPage(parts: ModuleParts, keys: Passkeys): PublicRoute {
  const shown = async (visit: Visit) => ({
    title,
    data: {
      next: ownPath(visit.raw['next']),
      passkeyOptions: keys.askToShow('sign-in'),
      providers: await offeredProviders(parts, visit),
    },
    values: { name: visit.raw['name'] },
  });
  return {
    path: '/sign-in',
    methods: ['GET', 'POST'],
    why: 'Nobody is signed in before they have signed in. Wrong tries are limited, and every good one is in the trail.',
    reach: 'staff',
    async handle(visit) {
      if (visit.method === 'GET') {
        return visit.actor === undefined
          ? { show: template, model: await shown(visit) }
          : { to: ownPath(visit.raw['next']) };
      }
      const parsed = parseInput(input, visit.raw);
      if (!parsed.ok) return { show: template, model: await shown(visit), errors: parsed.errors };
      const { address, knownDevice } = visit;
      const who = await checkPassword(parts, { ...parsed.value, address, knownDevice });
      if (who === undefined) {
        return {
          show: template,
          model: await shown(visit),
          errors: [{ field: 'name', message: 'Check your e-mail address and password: they do not go together' }],
        };
      }
      if (who.pupil) {
        return {
          show: 'modules/people/pages/sign-in/pupil.njk',
          model: { title: 'Pupils start at the gate', data: { gate: parts.config.gateUrl } },
        };
      }
      const { school, person } = who;
      return admit(parts, visit, { school, person, means: 'password', factors: 1 }, visit.raw['next']);
    },
  };
}

/** Ends the session of this browser. */
export function signOutRoute(parts: Pick<ModuleParts, 'runner'>): PublicRoute {
  return {
    path: '/sign-out',
    methods: ['POST'],
    why: 'Ends the session of the browser that asks, and nothing else; without a session it does nothing.',
    reach: 'staff',
    async handle({ actor }) {
      if (actor !== undefined) await parts.runner.run(noteSignOut, actor, {});
      return { to: '/sign-in', notice: 'You are signed out.', signOut: true };
    },
  };
}
