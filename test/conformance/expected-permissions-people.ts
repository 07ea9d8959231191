import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** The policy, people, accounts and what is public: typed by hand (see expected-permissions.ts). */

export const policy: readonly ExpectedGroup[] = [
  group(
    'policy, settings: read',
    ['GET /policy/read', 'GET /policy/for/parents', 'GET /policy/for/pupils'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the words of the policy        | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
  group(
    'policy, settings',
    [
      'GET /policy',
      'GET /policy/clauses/:id',
      'GET /policy/controls/:code',
      'GET /policy/contradictions',
      'GET /policy/settings',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    how it is kept                 | -     -      yes   yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    `,
  ),
  group(
    'policy, settings: draft, decide',
    [
      'GET /policy/choose',
      ...both('/policy/choose/:pack'),
      ...both('/policy/review'),
      ...both('/policy/contradictions/:setting'),
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the policy of the school       | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: read',
    ['GET /policy/for/:reader'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what it tells those here       | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'policy, settings',
    ['GET /policy/dashboard'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    how it stands as a whole       | -     -      -     yes  yes yes   yes  yes    -    -      yes yes   yes  -
    `,
  ),
  group(
    'policy, settings',
    ['POST /policy/dashboard'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    recording a look at it         | -     -      -     yes  -   -     yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'policy, settings: draft, decide',
    // Technical settings are IT support's; this version has none.
    both('/policy/settings/:setting'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a setting                      | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
];

export const people: readonly ExpectedGroup[] = [
  group(
    'policy, settings: draft, decide',
    both('/school'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    its name and address           | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'duties',
    ['GET /'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what needs them today          | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts',
    ['GET /people'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the list                       | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts',
    ['GET /people/:id'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil they teach             | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    another pupil                  | -     -      -     yes  yes yes   yes  -      yes  yes    -   -     -    -
    a member of staff              | -     -      -     yes  yes yes   yes  -      yes  yes    -   -     -    -
    a parent                       | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    themselves                     | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts',
    both('/people/:person/account'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    a member of staff              | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    a parent                       | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    a DSL with a password          | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    a DSL without a password       | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts',
    ['POST /people/:person/sign-out'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    a member of staff              | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: roles',
    ['GET /people/roles'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    who holds which post           | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts: roles',
    ['POST /people/roles', 'POST /people/roles/end'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a member of staff              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: import, contacts',
    [...both('/people/add')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: import, contacts',
    [
      ...both('/people/classes/add'),
      ...both('/people/import'),
      ...both('/people/import/:id'),
      'POST /people/import/:id/people',
      ...both('/people/import/:id/columns'),
      'GET /people/import/runs/:id',
      'POST /people/import/runs/:id/go-on',
      'POST /people/import/runs/:id/undo',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the roster                     | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: own',
    [...both('/account'), 'POST /account/sign-out-everywhere'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    their own                      | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts',
    ['GET /set-up/next-steps'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the set-up list                | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    `,
  ),
];

export const open: readonly ExpectedGroup[] = [
  group(
    'public',
    [
      ...both('/sign-in'),
      'POST /sign-out',
      ...both('/set-up/:token'),
      ...both('/gate/sign-in'),
      'GET /healthz',
      'GET /assets/*',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    everybody                      | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
];

/** "system: backup, restore, keys": IT support; the head as second key holder. */
export const safekeeping: readonly ExpectedGroup[] = [
  group(
    'system: backup, restore, keys',
    ['GET /system/casework-key', 'POST /system/casework-key/show', 'POST /system/casework-key/kept'],
    // Not IT support, who holds a key to the backups: nobody alone can open one and read the casework in it.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the casework key               | -     -      -     -    yes -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'system: backup, restore, keys',
    ['GET /system/backups', 'GET /system/keys', 'POST /system/keys/make'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    how it stands; their own key   | -     -      -     -    -   -     yes  -      yes  -      -   -     -    -
    `,
  ),
  group(
    'system: backup, restore, keys',
    ['POST /system/backups/now'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a backup by hand               | -     -      -     -    -   -     -    -      yes  -      -   -     -    -
    `,
  ),
  group(
    'system',
    ['GET /system/certificate'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the web app’s certificate      | -     -      -     -    -   -     -    -      yes  -      -   -     -    -
    `,
  ),
];
