import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Help with signing in, and sign-in with Google or Microsoft: typed by hand (see expected-permissions.ts). */
export const signingIn: readonly ExpectedGroup[] = [
  group(
    'people, roster, accounts: resets',
    both('/people/:person/reset'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a member of staff              | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    a DSL with a password          | -     -      -     yes  yes yes   yes  -      yes  -      -   yes   -    -
    a pupil                        | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    a parent                       | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: resets',
    ['GET /people/resets', 'POST /people/resets/:reset/cancel'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what is open                   | -     -      -     yes  yes yes   yes  -      yes  -      -   yes   -    -
    `,
  ),
  group(
    'people, roster, accounts: resets (key posts: with a second key holder)',
    ['POST /people/resets/:reset/confirm'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one that IT support asked for  | -     -      -     -    yes yes   yes  -      -    -      -   yes   -    -
    one that a DSL asked for       | -     -      -     -    yes yes   yes  -      yes  -      -   yes   -    -
    `,
  ),
  group(
    'policy, settings: technical settings',
    [
      'GET /people/single-sign-on',
      ...both('/people/single-sign-on/:kind'),
      'POST /people/single-sign-on/:kind/test',
      'POST /people/single-sign-on/:kind/off',
      'POST /people/single-sign-on/microsoft/groups',
      'POST /people/single-sign-on/groups/:group/end',
      'POST /people/single-sign-on/accounts/:identity/forget',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    sign-in with another service   | -     -      -     yes  -   -     yes  -      yes  -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: technical settings',
    ['POST /people/single-sign-on/:kind/on'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    that it counts                 | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: roles',
    ['POST /people/single-sign-on/groups/:group/confirm'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    that a group gives a role      | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'public',
    [
      ...both('/sign-in/forgotten'),
      ...both('/reset/:token'),
      'GET /sign-in/with/google',
      'GET /sign-in/with/microsoft',
      'GET /sign-in/back/google',
      'GET /sign-in/back/microsoft',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    everybody                      | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
];
