import type { WebSession } from '../../../../platform/auth/web-sessions.ts';
import { qrCode } from '../../../../platform/views/qr-code.ts';
import type { Answer, PublicRoute, Visit } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { ownPath } from '../../own-paths.ts';
import type { makeEnrolAuthenticator } from '../../second-factor/commands/enrol-authenticator.ts';
import { setUpAddress, spelledOut } from '../../second-factor/one-time-codes.ts';
import { offeredAuthenticator } from '../../second-factor/queries/offered-authenticator.ts';
import { admit } from '../../sign-in/admit.ts';
import { halfWayActor } from '../../sign-in/half-way-actor.ts';

const template = 'modules/people/pages/enrol/page.njk';

/**
 * Whether the app on offer is this sign-in's own: only the newest sign-in sets one up, and none once there is a second step. Otherwise somebody who
 * knows no more than the password could read the key that its owner is about to take into use.
 */
function isOffered(
  session: Pick<WebSession, 'startedAt'>,
  offered: { readonly offeredAt: string; readonly hasSecondStep: boolean },
): boolean {
  return (
    !offered.hasSecondStep && Temporal.Instant.compare(session.startedAt, Temporal.Instant.from(offered.offeredAt)) >= 0
  );
}

/** What the page of an app being set up shows: on paper and in the picture the same secret. */
export function offeredModel(offered: { secret: string; school: string; loginName: string }) {
  return {
    qrCode: qrCode(setUpAddress(offered.secret, offered), 'QR code for your authenticator app'),
    secret: spelledOut(offered.secret),
    loginName: offered.loginName,
  };
}

/** The first sign-in of somebody whose role needs a second step: they set up their app, and can do nothing else before. */
export function enrolPage(parts: ModuleParts, enrol: ReturnType<typeof makeEnrolAuthenticator>): PublicRoute {
  return {
    path: '/sign-in/authenticator',
    methods: ['GET', 'POST'],
    why: 'Only for a browser in which the right password was given within 20 minutes, for a role that must set up its second step; anybody else is led to the sign-in.',
    reach: 'staff',
    async handle(visit) {
      const { session } = visit;
      if (session?.stage !== 'enrol') return { to: visit.actor === undefined ? '/sign-in' : '/' };
      const actor = await halfWayActor(parts, session, asId(visit.request));
      const offered = await parts.runner.ask(offeredAuthenticator, actor, {});
      if (!isOffered(session, offered)) return { to: '/sign-in', problem: 'This sign-in is over. Sign in again.' };
      if (visit.method === 'GET') return page(visit, offered);
      const outcome = await parts.runner.run(enrol, actor, { code: visit.raw['code'] });
      if (!outcome.ok) {
        return { ...page(visit, offered), errors: outcome.errors };
      }
      const { school, person } = session;
      const shown = { school, person, means: `${session.means}-app-code`, factors: 2 } as const;
      const answer = await admit(parts, visit, shown, visit.raw['next']);
      if (!('to' in answer) || answer.signIn === undefined) return answer;
      return {
        show: 'modules/people/pages/recovery-codes/shown.njk',
        model: {
          title: 'Your recovery codes',
          data: { codes: outcome.value.codes, next: answer.to, first: true },
        },
        signIn: answer.signIn,
      };
    },
  };

  function page(visit: Visit, offered: Parameters<typeof offeredModel>[0]): Answer & { show: string } {
    return {
      show: template,
      model: {
        title: 'Set up your second step',
        data: {
          ...offeredModel(offered),
          next: ownPath(visit.raw['next']),
          action: '/sign-in/authenticator',
          first: true,
        },
      },
    };
  }
}
