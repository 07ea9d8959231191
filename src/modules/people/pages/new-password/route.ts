import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { ownPath } from '../../own-paths.ts';
import { makeWayIn } from '../../queries/way-in.ts';
import { replacePassword } from '../../passwords/replace-password.ts';
import { admit } from '../../sign-in/admit.ts';
import { halfWayActor } from '../../sign-in/half-way-actor.ts';

/** At sign-in, where the password is one that another chose, or older than the policy lets it be: a new one, and then on. */
export function newPasswordPage(parts: ModuleParts): PublicRoute {
  const wayIn = makeWayIn(parts);
  return {
    path: '/sign-in/new-password',
    methods: ['GET', 'POST'],
    why: 'Only for a browser in which the right password, and the second step where there is one, was given within 20 minutes; anybody else is led to the sign-in.',
    reach: 'staff',
    async handle(visit) {
      const { session } = visit;
      if (session?.stage !== 'new-password') return { to: visit.actor === undefined ? '/sign-in' : '/' };
      const { school, person, means } = session;
      const asking = { kind: 'job', name: 'web', school, request: asId<'request'>(visit.request) } as const;
      const { whyPasswordIsOver: why } = await parts.runner.ask(wayIn, asking, { person });
      const shown = {
        show: 'modules/people/pages/new-password/page.njk',
        model: {
          title: 'Choose a new password',
          data: { next: ownPath(visit.raw['next']), byAnother: why === 'set-by-another' },
        },
      };
      if (visit.method === 'GET') return shown;
      const actor = await halfWayActor(parts, session, asId(visit.request));
      const outcome = await parts.runner.run(replacePassword, actor, { password: visit.raw['password'] });
      if (!outcome.ok) return { ...shown, errors: outcome.errors };
      return admit(parts, visit, { school, person, means, factors: 2 }, visit.raw['next']);
    },
  };
}
