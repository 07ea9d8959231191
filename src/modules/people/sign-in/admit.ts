import type { Answer, Visit } from '../../../platform/http/public-routes.ts';
import { asId, type PersonId, type SchoolId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { noteSignIn } from '../commands/sign-in.ts';
import { ownPath } from '../own-paths.ts';
import { makeWayIn } from '../queries/way-in.ts';
import { offerAuthenticator } from '../second-factor/commands/offer-authenticator.ts';
import { halfWayActor } from './half-way-actor.ts';

/** What somebody has shown so far of who they are. */
export interface Shown {
  readonly school: SchoolId;
  readonly person: PersonId;
  /** By what, as a code that the trail keeps: `password`, `password-app-code`, `passkey`, `google`, `microsoft`. */
  readonly means: string;
  /** 1: something known, or another service's word for it. 2: that and something held, or a passkey that asked for a PIN or a finger. */
  readonly factors: 1 | 2;
}

type AdmitParts = Pick<ModuleParts, 'runner' | 'devices' | 'settingOf'>;

/**
 * The one place where a web session begins, whatever the way in. Decides what comes next: the second step, the setting-up of an app (whose
 * role needs one and who has none can do nothing else), a new password where the old one is over or was chosen by another, or the page they wanted. Only the last
 * is being signed in: it is in the trail with its means, and told by mail when the browser is new.
 */
export async function admit(parts: AdmitParts, visit: Visit, shown: Shown, next: unknown): Promise<Answer> {
  const { school, person, means, factors } = shown;
  const to = ownPath(next);
  const request = asId<'request'>(visit.request);
  const way = await parts.runner.ask(makeWayIn(parts), { kind: 'job', name: 'web', school, request }, { person });
  const half = (stage: 'second-step' | 'enrol' | 'new-password', path: string): Answer => ({
    to: to === '/' ? path : `${path}?next=${encodeURIComponent(to)}`,
    signIn: { school, person, stage, means },
  });

  if (factors === 1 && way.hasSecondStep) return half('second-step', '/sign-in/second-step');
  if (factors === 1 && way.mustHave) {
    await parts.runner.run(offerAuthenticator, await halfWayActor(parts, { school, person }, request), {
      anew: true,
    });
    return half('enrol', '/sign-in/authenticator');
  }
  if (means.startsWith('password') && way.whyPasswordIsOver !== undefined)
    return half('new-password', '/sign-in/new-password');

  const isKnown = await parts.devices.isKnown(visit.knownDevice, person);
  const isNew = !isKnown && (await parts.devices.hasAny(person));
  const visitor = { kind: 'visitor', school, request } as const;
  await parts.runner.run(noteSignIn, visitor, { person, at: 'web', by: means, browser: isNew ? 'new' : 'known' });
  return { to, signIn: { school, person, stage: 'open', means } };
}
