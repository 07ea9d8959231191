import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Posts without rights, and absence cover: typed by hand (see expected-permissions.ts). */
export const posts: readonly ExpectedGroup[] = [
  group(
    'people, roster, accounts: roles',
    ['GET /people/posts/history', 'GET /people/posts/fill'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    who held which post            | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts: roles',
    ['POST /people/posts/fill', 'POST /people/posts/:id/end'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a member of staff              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: own',
    ['GET /people/cover'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    who covers for them            | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'people, roster, accounts: roles',
    ['POST /people/cover', 'POST /people/cover/:id/end'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a colleague who is away        | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer',
    both('/people/:person/hand-over'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the open work of a colleague   | -     -      -     -    yes yes   yes  -      -    -      -   yes   yes  -
    their own open work            | -     -      -     yes  yes yes   yes  yes    -    -      -   yes   yes  -
    `,
  ),
];
