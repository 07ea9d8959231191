import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/**
 * Standards and reviews of filtering and monitoring, typed by hand (see expected-permissions.ts). Those who prepare reports write, IT support does its technical part,
 * governors read. A review is signed by who holds the post: in this school the head (no other senior leader is named), the safeguarding lead, IT support and the governor.
 */
export const standards: readonly ExpectedGroup[] = [
  group(
    'reports for governors, inspection',
    ['GET /standards', 'GET /standards/:code', 'GET /standards/:code/export', 'GET /standards/review'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    how the school stands          | -     -      -     yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    `,
  ),
  group(
    'reports for governors, inspection',
    ['GET /standards/:code/:aspect'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    an aspect of a self-review     | -     -      -     yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    `,
  ),
  group(
    'reports for governors, inspection',
    ['POST /standards/:code/:aspect', ...both('/standards/:code/local-ids')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    an answer, the ids of a form   | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'reports for governors, inspection',
    ['POST /standards/review'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the yearly review              | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'reports for governors, inspection',
    [...both('/standards/review/open'), 'POST /standards/review/:id/measure'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a review out of turn           | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    `,
  ),
  group(
    'reports for governors, inspection',
    ['GET /standards/review/:id', 'GET /standards/review/:id/document', 'GET /standards/review/:id/document.pdf'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a review                       | -     -      -     yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    `,
  ),
  group(
    'reports for governors, inspection',
    both('/standards/review/:id/section/:section'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a technical section            | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    another section                | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'reports for governors, inspection',
    [
      ...both('/standards/review/:id/decision'),
      ...both('/standards/review/:id/action'),
      ...both('/standards/review/:id/withdraw'),
      'POST /standards/review/:id/drop',
      'POST /standards/review/:id/offer',
      'POST /standards/review/:id/take-back',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    preparing a review             | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'reports for governors, inspection',
    both('/standards/review/:id/sign'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a yearly review                | -     -      -     -    yes -     yes  -      yes  -      yes -     -    -
    `,
  ),
  group(
    'duties',
    both('/standards/review/actions/:action'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    an action of IT support        | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    an action of the governor      | -     -      -     yes  yes yes   yes  -      -    -      yes -     -    -
    `,
  ),
];
