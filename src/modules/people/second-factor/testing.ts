import type { Browser } from '../../../../test/support/browser.ts';
import type { World } from '../../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { makeEnrolAuthenticator } from './commands/enrol-authenticator.ts';
import { offerAuthenticator } from './commands/offer-authenticator.ts';
import { codeOfStep, stepAt } from './one-time-codes.ts';
import { offeredAuthenticator } from './queries/offered-authenticator.ts';
import { actorFor, worked } from '../testing.ts';

/** A phone with an authenticator app, for tests and builders. */
export interface Phone {
  /** The key that was typed into it. */
  readonly secret: string;
  /** A code that it shows now and that was not used before: where the time stands still, the next step's (the window lets it pass once). */
  code(now: Temporal.Instant): string;
}

/** A phone into which this key was typed; `used` says that the code of `since` was given already. */
export function aPhone(secret: string, since?: Temporal.Instant): Phone {
  const plain = secret.replaceAll(' ', '');
  let last = since === undefined ? 0 : stepAt(since);
  return {
    secret: plain,
    code(now) {
      last = Math.max(stepAt(now), last + 1);
      if (last > stepAt(now) + 1) throw new Error('this phone has no unused code left: let 30 seconds pass');
      return codeOfStep(plain, last);
    },
  };
}

/** Sets up an authenticator app for somebody, by the commands of the pages. Gives their phone and their recovery codes. */
export async function anAuthenticator(
  world: World,
  school: SchoolId,
  person: PersonId,
): Promise<Phone & { readonly codes: readonly string[] }> {
  const actor = { ...(await actorFor(world, school, person)), session: { id: '', confirmedLately: true } };
  worked(await world.runner.run(offerAuthenticator, actor, {}));
  const offered = await world.runner.ask(offeredAuthenticator, actor, {});
  const phone = aPhone(offered.secret);
  const enrol = makeEnrolAuthenticator(world.parts.limits);
  const { codes } = worked(await world.runner.run(enrol, actor, { code: phone.code(world.clock.now()) }));
  return { ...phone, codes };
}

/** Goes through the sign-in pages: password, and the code of the phone where the second step is asked for. */
export async function signInWith(
  world: World,
  browser: Browser,
  who: { readonly name: string; readonly password: string; readonly phone?: Phone; readonly next?: string },
) {
  const next = who.next === undefined ? {} : { next: who.next };
  await browser.get('/sign-in');
  const answer = await browser.post('/sign-in', { name: who.name, password: who.password, ...next });
  if (who.phone === undefined || answer.location?.startsWith('/sign-in/second-step') !== true) return answer;
  await browser.follow();
  return browser.post('/sign-in/second-step', { code: who.phone.code(world.clock.now()), ...next });
}
