import type { ModuleParts } from '../../module.ts';
import { browserPages } from '../pages/browsers/page.ts';
import { secondStepPages } from '../pages/second-steps/page.ts';
import { sessionPages } from '../pages/sessions/page.ts';
import { makeUsePasskey } from '../passkeys/commands/use-passkey.ts';
import { passkeys } from '../passkeys/verify.ts';
import { replacePassword } from '../passwords/replace-password.ts';
import { makeWayIn } from '../queries/way-in.ts';
import { makeEnrolAuthenticator } from './commands/enrol-authenticator.ts';
import { makeRecoveryCodes } from './commands/make-recovery-codes.ts';
import { noteWrongCodes } from './commands/note-wrong-codes.ts';
import { offerAuthenticator } from './commands/offer-authenticator.ts';
import { passSecondStep } from './commands/pass-second-step.ts';
import { removeAuthenticator } from './commands/remove-authenticator.ts';
import { offeredAuthenticator } from './queries/offered-authenticator.ts';

/** What the sign-in in full adds to the module: pages, commands and queries; its public routes use some of them. */
export function signInParts(parts: ModuleParts) {
  const keys = passkeys(parts);
  const enrol = makeEnrolAuthenticator(parts.limits);
  const usePasskey = makeUsePasskey(keys);
  const own = secondStepPages(parts, keys, enrol);
  const sessions = sessionPages(parts.sessions);
  const browsers = browserPages(parts.devices);
  return {
    keys,
    enrol,
    usePasskey,
    pages: [...own.pages, ...sessions.pages, ...browsers.pages],
    commands: [
      offerAuthenticator,
      enrol,
      removeAuthenticator,
      makeRecoveryCodes,
      passSecondStep,
      noteWrongCodes,
      usePasskey,
      replacePassword,
      ...own.commands,
      ...sessions.commands,
      ...browsers.commands,
    ],
    queries: [makeWayIn(parts), offeredAuthenticator, ...own.queries, ...sessions.queries, ...browsers.queries],
  };
}
