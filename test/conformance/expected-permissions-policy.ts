import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Versions of the policy: the public document, drafts, consultation, approval, acknowledgement. Typed by hand (see expected-permissions.ts). */

export const policyVersions: readonly ExpectedGroup[] = [
  group(
    'policy, settings: read',
    [
      'GET /policy/document',
      'GET /policy/document.pdf',
      'GET /policy/document.docx',
      'GET /policy/versions',
      'GET /policy/versions/:number',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the version in force           | yes   yes    yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  yes
    `,
  ),
  group(
    'policy, settings: comment, approve',
    ['GET /policy/draft'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the drafts they may read       | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'policy, settings: draft, comment, approve',
    [
      'GET /policy/draft/:id',
      'GET /policy/draft/:id/document',
      'GET /policy/draft/:id/document.pdf',
      'GET /policy/draft/:id/document.docx',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one that is being written      | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    one out for consultation       | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    one with the governors         | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'policy, settings: draft',
    [
      'GET /policy/draft/:id/clauses',
      ...both('/policy/draft/:id/clauses/:clause'),
      ...both('/policy/draft/:id/clauses/:clause/strike'),
      'POST /policy/draft/:id/clauses/:clause/restore',
      ...both('/policy/draft/:id/add'),
      'POST /policy/draft/:id/update',
      ...both('/policy/draft/:id/consult'),
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one that is being written      | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: comment',
    both('/policy/draft/:id/comment'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one out for consultation       | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    one with the governors         | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: comment',
    both('/policy/draft/:id/record-comment'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one out for consultation       | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    `,
  ),
  group(
    'policy, settings: comment, approve',
    ['GET /policy/draft/:id/comments'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one out for consultation       | -     -      -     yes  yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'policy, settings: draft',
    both('/policy/draft/:id/comments/:comment'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    one out for consultation       | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: draft, decide, approve',
    both('/policy/draft/:id/step/:action'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    ending the consultation        | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    putting it before governors    | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    approving it                   | -     -      -     -    -   -     -    -      -    -      yes yes   yes  -
    sending it back                | -     -      -     -    -   -     yes  -      -    -      yes yes   yes  -
    signing it                     | -     -      -     -    -   -     -    -      -    -      -   yes   yes  -
    withdrawing it                 | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: decide',
    both('/policy/draft/:id/publish'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a signed one                   | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings: read, acknowledge',
    both('/policy/acknowledge'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the version in force           | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    `,
  ),
  group(
    'policy, settings: decide',
    ['GET /policy/acknowledge/staff', 'POST /policy/acknowledge/remind', ...both('/policy/draft/setting/:setting')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the version in force           | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  // Last: to begin one, those that are being written are withdrawn.
  group(
    'policy, settings: draft',
    both('/policy/draft/begin'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a new version                  | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
];
