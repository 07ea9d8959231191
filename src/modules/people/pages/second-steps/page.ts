import { action, form, page, type Page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { makeAddPasskey } from '../../passkeys/commands/add-passkey.ts';
import { removePasskey, renamePasskey } from '../../passkeys/commands/change-passkey.ts';
import { passkeyQueries } from '../../passkeys/queries/asked-passkeys.ts';
import type { Passkeys } from '../../passkeys/verify.ts';
import type { makeEnrolAuthenticator } from '../../second-factor/commands/enrol-authenticator.ts';
import { makeRecoveryCodes } from '../../second-factor/commands/make-recovery-codes.ts';
import { offerAuthenticator } from '../../second-factor/commands/offer-authenticator.ts';
import { removeAuthenticator } from '../../second-factor/commands/remove-authenticator.ts';
import { offeredAuthenticator } from '../../second-factor/queries/offered-authenticator.ts';
import { ownSignIn } from '../../second-factor/queries/own-sign-in.ts';
import { makeConfirmIdentity } from '../../commands/confirm-identity.ts';
import { offeredModel } from '../enrol/route.ts';

const HERE = '/account/sign-in';
const back = { href: HERE, text: 'How you sign in' };
const otherwise = (): string => HERE;

/** Recovery codes as they are shown once. */
function codesShown(codes: readonly string[], first: boolean) {
  return {
    template: 'modules/people/pages/recovery-codes/shown.njk',
    model: { title: 'Your recovery codes', data: { codes, next: HERE, first } },
  };
}

/** "How you sign in": authenticator app, passkeys, recovery codes; and the page that asks to confirm that it is you. */
export function secondStepPages(
  parts: Pick<ModuleParts, 'limits' | 'sessions' | 'clock'>,
  keys: Passkeys,
  enrol: ReturnType<typeof makeEnrolAuthenticator>,
) {
  const addPasskey = makeAddPasskey(keys);
  const confirmIdentity = makeConfirmIdentity({ ...parts, keys });
  const asked = passkeyQueries(keys);
  const pages: readonly Page[] = [
    page({
      path: HERE,
      template: 'modules/people/pages/second-steps/page.njk',
      query: ownSignIn,
      view: (own) => ({
        title: 'How you sign in',
        back: { href: '/account', text: 'My account' },
        data: { ...own, steps: own.passkeys.length + (own.hasApp ? 1 : 0) },
      }),
    }),
    action({
      path: '/account/authenticator/start',
      command: offerAuthenticator,
      confirm: true,
      next: () => ({ to: '/account/authenticator' }),
      otherwise,
    }),
    form({
      path: '/account/authenticator',
      template: 'modules/people/pages/enrol/page.njk',
      confirm: true,
      query: offeredAuthenticator,
      view: (offered) => ({
        title: 'Set up an authenticator app',
        back,
        data: { ...offeredModel(offered), action: '/account/authenticator', first: false },
      }),
      command: enrol,
      next: ({ codes }) => codesShown(codes, true),
    }),
    action({
      path: '/account/authenticator/remove',
      command: removeAuthenticator,
      confirm: true,
      next: () => ({ to: HERE, notice: 'Your authenticator app is out of use. Delete the account in the app too.' }),
      otherwise,
    }),
    action({
      path: '/account/recovery-codes',
      command: makeRecoveryCodes,
      confirm: true,
      next: ({ codes }) => codesShown(codes, false),
      otherwise,
    }),
    form({
      path: '/account/passkeys/add',
      template: 'modules/people/pages/second-steps/add-passkey.njk',
      confirm: true,
      query: asked.beforeAdding,
      view: ({ options }) => ({ title: 'Add a passkey', back, data: { options } }),
      command: addPasskey,
      next: ({ codes }) =>
        codes.length === 0 ? { to: HERE, notice: 'Your passkey is added.' } : codesShown(codes, false),
    }),
    form({
      path: '/account/passkeys/:passkey',
      template: 'modules/people/pages/second-steps/rename-passkey.njk',
      query: asked.ownPasskey,
      view: ({ id, name }) => ({ title: 'Rename a passkey', back, data: { id }, values: { name } }),
      command: renamePasskey,
      next: () => ({ to: HERE, notice: 'Your passkey has its new name.' }),
    }),
    action({
      path: '/account/passkeys/:passkey/remove',
      command: removePasskey,
      confirm: true,
      next: () => ({ to: HERE, notice: 'Your passkey is taken away. Delete it on the device too.' }),
      otherwise,
    }),
    form({
      path: '/account/confirm',
      template: 'modules/people/pages/confirm/page.njk',
      query: asked.waysToConfirm,
      view: (ways) => ({ title: 'Confirm that it is you', data: { ...ways }, values: { next: ways.next } }),
      command: confirmIdentity,
      next: ({ to }) => ({ to }),
    }),
  ];
  return {
    pages,
    commands: [addPasskey, renamePasskey, removePasskey, confirmIdentity],
    queries: [ownSignIn, asked.beforeAdding, asked.waysToConfirm, asked.ownPasskey],
  };
}
