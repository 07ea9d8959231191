import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** How people themselves sign in: typed by hand (see expected-permissions.ts). Pupils sign in at the gate, parents by one-time links. */
export const ownSignIn: readonly ExpectedGroup[] = [
  group(
    'people, roster, accounts: own',
    [
      'GET /account/sign-in',
      'GET /account/sessions',
      'POST /account/sessions/:session/end',
      'POST /account/sessions/end-others',
      'GET /account/browsers',
      'POST /account/browsers/:browser/forget',
      'POST /account/browsers/forget-all',
      ...both('/account/password'),
      'POST /account/authenticator/start',
      ...both('/account/authenticator'),
      'POST /account/authenticator/remove',
      'POST /account/recovery-codes',
      ...both('/account/passkeys/add'),
      ...both('/account/passkeys/:passkey'),
      'POST /account/passkeys/:passkey/remove',
      ...both('/account/confirm'),
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    their own                      | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'public',
    [
      ...both('/sign-in/second-step'),
      ...both('/sign-in/authenticator'),
      ...both('/sign-in/new-password'),
      'POST /sign-in/passkey',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    everybody                      | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
];
