import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/**
 * Recurring duties and term dates, by duties of three posts; typed by hand (see expected-permissions.ts). Whose a duty is depends on the post it
 * belongs to; head and lead read what was written, those who see progress do not.
 */
export const duties: readonly ExpectedGroup[] = [
  group(
    'duties',
    ['GET /duties', 'GET /duties/calendar', 'GET /duties/feed', 'POST /duties/feed/make', 'POST /duties/feed/end'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what they have themselves      | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'duties',
    ['GET /duties/:code'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a duty of IT support           | -     -      -     yes  yes yes   yes  -      yes  -      yes yes   yes  -
    a duty of the governor         | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    a duty of the headteacher      | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'duties',
    [...both('/duties/:code/:key/do'), ...both('/duties/:code/record')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a duty of IT support           | -     -      -     -    -   -     yes  -      yes  -      -   -     -    -
    a duty of the governor         | -     -      -     -    -   -     yes  -      -    -      yes -     -    -
    a duty of the headteacher      | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'duties',
    both('/duties/:code/:key/waive'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a duty of IT support           | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    a duty of the lead             | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    a duty of the headteacher      | -     -      -     yes  -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'duties',
    both('/duties/:code/:key/reopen'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    recorded by somebody else      | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    recorded by themselves         | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'duties',
    ['GET /duties/:code/:key/files/:file'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a duty of IT support           | -     -      -     yes  -   -     yes  -      yes  -      -   -     -    -
    a duty of the governor         | -     -      -     yes  -   -     yes  -      -    -      yes -     -    -
    `,
  ),
  group(
    'policy, settings',
    both('/duties/:code/change'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a duty of IT support           | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'duties',
    ['GET /school/terms', ...both('/school/terms/:year')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the term dates                 | -     -      -     yes  -   -     yes  -      -    yes    -   -     -    -
    `,
  ),
  group(
    'duties',
    ['GET /calendar/:file'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    whoever has the address        | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
];
