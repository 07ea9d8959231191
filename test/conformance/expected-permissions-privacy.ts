import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** What is past its time, legal holds, and copies of what is held: the row "privacy" of the table of roles, typed by hand (see expected-permissions.ts). */
export const privacy: readonly ExpectedGroup[] = [
  group(
    'privacy: subject access, retention, breach',
    ['GET /privacy/retention'],
    // The lead, the safeguarding leads and the office prepare, the head signs, the chair is told.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    how much is past its time      | -     -      -     yes  yes yes   yes  -      -    yes    -   yes   -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    [
      'GET /privacy/retention/:code',
      ...both('/privacy/retention/:code/keep'),
      ...both('/privacy/retention/:code/sign'),
    ],
    // Casework is signed away by the head and a safeguarding lead; nobody else sees its list.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    incidents                      | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    allegations                    | -     -      -     -    -   -     yes  -      -    -      -   yes   yes  -
    pupils who left                | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    ['GET /privacy/deletions/:id'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    incidents, signed by the head  | -     -      -     yes  yes yes   yes  -      -    yes    -   yes   -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    both('/privacy/deletions/:id/sign'),
    // The head has signed: the second signature is a safeguarding lead’s.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    incidents, signed by the head  | -     -      -     -    yes yes   -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    ['GET /privacy/holds'],
    // The chairs see those that they release.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    legal holds                    | -     -      -     yes  yes yes   yes  -      -    -      -   yes   yes  -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    ['POST /privacy/holds/:id/release'],
    // The head signs; nobody ends a hold about themselves.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a hold on a pupil              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    a hold on the headteacher      | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    [...both('/privacy/holds/add'), ...both('/privacy/holds/add-record')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a legal hold                   | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    ['GET /privacy/requests'],
    // The chairs find in it what they sign, and nothing else.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    requests for a copy            | -     -      -     yes  yes yes   yes  -      -    yes    -   yes   yes  -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    both('/privacy/requests/add'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a new request                  | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    [
      ...both('/privacy/requests/:id'),
      'POST /privacy/requests/:id/gather',
      'POST /privacy/requests/:id/words/:word/take-back',
      ...both('/privacy/requests/:id/extend'),
      ...both('/privacy/requests/:id/give'),
      'GET /privacy/requests/:id/copy.html',
      'GET /privacy/requests/:id/copy.pdf',
    ],
    // Nobody prepares what is about themselves; for the headteacher the chair of governors does.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    the headteacher                | -     -      -     yes  yes yes   -    -      -    yes    -   yes   -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    both('/privacy/requests/:id/pieces/:piece'),
    // Casework only to those who answer for it.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the record of a pupil          | -     -      -     yes  yes yes   yes  -      -    yes    -   -     -    -
    an incident of a pupil         | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    the record of the headteacher  | -     -      -     yes  yes yes   -    -      -    yes    -   yes   -    -
    an incident of the headteacher | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    `,
  ),
  group(
    'privacy: subject access, retention, breach',
    [...both('/privacy/requests/:id/sign'), ...both('/privacy/requests/:id/end')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    the headteacher                | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    `,
  ),
];
