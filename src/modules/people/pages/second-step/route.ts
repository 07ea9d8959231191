import type { Answer, PublicRoute, Visit } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { ownPath } from '../../own-paths.ts';
import { makeWayIn } from '../../queries/way-in.ts';
import type { Passkeys } from '../../passkeys/verify.ts';
import { admit } from '../../sign-in/admit.ts';
import { takeSecondStep } from '../../sign-in/second-step.ts';

const template = 'modules/people/pages/second-step/page.njk';

/** After the password: the code of the app, or a recovery code. */
export function secondStepPage(parts: ModuleParts, keys: Passkeys): PublicRoute {
  const wayIn = makeWayIn(parts);
  const shown = async (visit: Visit, session: NonNullable<Visit['session']>): Promise<Answer & { show: string }> => {
    const asking = {
      kind: 'job',
      name: 'web',
      school: session.school,
      request: asId<'request'>(visit.request),
    } as const;
    const way = await parts.runner.ask(wayIn, asking, { person: session.person });
    return {
      show: template,
      model: {
        title: 'Second step',
        back: { href: '/sign-in', text: 'Sign in as somebody else' },
        data: {
          next: ownPath(visit.raw['next']),
          hasApp: way.hasApp,
          hasPasskey: way.hasPasskey,
          passkeyOptions: way.hasPasskey ? keys.askToShow('sign-in') : '',
        },
      },
    };
  };
  return {
    path: '/sign-in/second-step',
    methods: ['GET', 'POST'],
    why: 'Only for a browser in which the right password was given within 20 minutes; anybody else is led to the sign-in. Wrong codes are limited.',
    reach: 'staff',
    async handle(visit) {
      const { session } = visit;
      if (session?.stage !== 'second-step') return { to: visit.actor === undefined ? '/sign-in' : '/' };
      if (visit.method === 'GET') return shown(visit, session);
      const outcome = await takeSecondStep(parts, visit, session, visit.raw['code']);
      if (!outcome.ok) return { ...(await shown(visit, session)), errors: outcome.errors };
      const { school, person } = session;
      const answer = await admit(
        parts,
        visit,
        { school, person, means: `${session.means}-${outcome.value.way}`, factors: 2 },
        visit.raw['next'],
      );
      if (outcome.value.way !== 'recovery-code' || !('to' in answer)) return answer;
      const left = outcome.value.left;
      return {
        ...answer,
        notice: `You used a recovery code. ${left === 0 ? 'It was the last one: make new ones under My account.' : `${String(left)} ${left === 1 ? 'is' : 'are'} left.`}`,
      };
    },
  };
}
