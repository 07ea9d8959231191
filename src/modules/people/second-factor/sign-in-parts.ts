import type { ModuleParts } from '../../module.ts';
import { wayIn } from '../queries/way-in.ts';
import { makeEnrolAuthenticator } from './commands/enrol-authenticator.ts';
import { makeRecoveryCodes } from './commands/make-recovery-codes.ts';
import { noteWrongCodes } from './commands/note-wrong-codes.ts';
import { offerAuthenticator } from './commands/offer-authenticator.ts';
import { passSecondStep } from './commands/pass-second-step.ts';
import { removeAuthenticator } from './commands/remove-authenticator.ts';
import { offeredAuthenticator } from './queries/offered-authenticator.ts';

/** What the sign-in registers besides its routes. */
export function signInParts(parts: Pick<ModuleParts, 'limits'>) {
  const enrol = makeEnrolAuthenticator(parts.limits);
  return {
    enrol,
    commands: [offerAuthenticator, enrol, removeAuthenticator, makeRecoveryCodes, passSecondStep, noteWrongCodes],
    queries: [wayIn, offeredAuthenticator],
  };
}
