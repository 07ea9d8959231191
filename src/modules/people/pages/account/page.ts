import { action, form, type Page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { makeChoosePassword } from '../../commands/choose-password.ts';
import { makeChangePassword } from '../../commands/change-password.ts';
import { makeSignOutEverywhere } from '../../commands/sign-out-everywhere.ts';
import { makeOwnAccount } from '../../queries/own-account.ts';

/** "My account": my details, where I am signed in, a new password. Gives its commands and query too, for the module's lists. */
export function accountPages(parts: Pick<ModuleParts, 'limits' | 'sessions' | 'devices'>) {
  const changePassword = makeChangePassword(parts.limits);
  const choosePassword = makeChoosePassword(parts.limits);
  const signOutEverywhere = makeSignOutEverywhere(parts.sessions);
  const ownAccount = makeOwnAccount(parts);
  const pages: readonly Page[] = [
    form({
      path: '/account',
      template: 'modules/people/pages/account/page.njk',
      navigation: {
        text: 'My account',
        order: 90,
        shownTo: (actor) => actor.kind === 'person' && !actor.roles.has('pupil'),
      },
      query: ownAccount,
      view: (account) => ({ title: 'My account', data: { ...account } }),
      command: changePassword,
      next: () => ({ to: '/sign-in', notice: 'Your password is changed. Sign in with the new one.' }),
    }),
    form({
      path: '/account/password',
      template: 'modules/people/pages/own-password/page.njk',
      confirm: true,
      query: ownAccount,
      view: ({ hasPassword, onlyPasskeys }) => ({
        title: hasPassword ? 'Change your password' : 'Choose a password',
        back: { href: '/account', text: 'My account' },
        data: { hasPassword, onlyPasskeys },
      }),
      command: choosePassword,
      next: () => ({ to: '/sign-in', notice: 'Your password is set. Sign in again, with it or with your passkey.' }),
    }),
    action({
      path: '/account/sign-out-everywhere',
      command: signOutEverywhere,
      next: () => ({ to: '/sign-in', notice: 'You are signed out everywhere.' }),
      otherwise: () => '/account',
    }),
  ];
  return { pages, commands: [changePassword, choosePassword, signOutEverywhere], queries: [ownAccount] };
}
