import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Concerns and incidents: typed by hand (see expected-permissions.ts). */

const steps = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => both(`/incidents/:id/${name}`));

export const incidents: readonly ExpectedGroup[] = [
  group(
    'tell an adult / log a concern',
    [...both('/incidents/new'), 'GET /incidents/flowchart'],
    // A pupil tells an adult at the gate, a parent by a one-time link: neither has this form.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the form                       | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'tell an adult / log a concern',
    ['GET /incidents/received/:id', 'POST /incidents/received/:id/who'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    their own report               | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    somebody else’s report         | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents/mine'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the list of their own          | -     -      yes   yes  yes yes   yes  yes    -    -      -   -     -    -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents/mine/:id', ...both('/incidents/mine/:id/add')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    their own report               | -     -      yes   yes  yes yes   yes  yes    -    -      -   -     -    -
    somebody else’s report         | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents', 'GET /incidents/print', 'GET /incidents/log.csv'],
    // Its rows are only those that the reader may open: for a deputy head those they are named in, for the chair those about the head.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the log                        | -     -      -     yes  yes yes   yes  yes    -    -      -   yes   yes  -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents/log-for-governors'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the redacted log               | -     -      -     -    yes yes   yes  -      -    -      yes yes   yes  -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents/:id', 'GET /incidents/:id/print'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, not yet classified    | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, minor                 | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a member of staff              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    staff, the deputy head named   | -     -      -     -    -   -     yes  yes    -    -      -   -     -    -
    the head                       | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    the chair                      | -     -      -     -    -   -     -    -      -    -      -   -     yes  -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer',
    [
      'POST /incidents/:id/go-on',
      ...steps('act', 'parents', 'review', 'close', 'reopen', 'note', 'refer', 'people'),
      ...steps('correct/:entry', 'people/:part/take-off'),
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    staff, the deputy head named   | -     -      -     -    -   -     yes  yes    -    -      -   -     -    -
    the head                       | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    the chair                      | -     -      -     -    -   -     -    -      -    -      -   -     yes  -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer',
    steps('file'),
    // No file before somebody has said that it is not illegal, and none to what may be.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, not yet classified    | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    staff, the deputy head named   | -     -      -     -    -   -     yes  yes    -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'see what became of it',
    ['GET /incidents/:id/files/:file'],
    // Who may open the case opens its files.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, not yet classified    | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    staff, the deputy head named   | -     -      -     -    -   -     yes  yes    -    -      -   -     -    -
    the head                       | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    the chair                      | -     -      -     -    -   -     -    -      -    -      -   -     yes  -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer',
    steps('make-safe', 'classify', 'notify'),
    // Whom a new report is for is the DSL's to say: the lead comes in once it is inappropriate or minor.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, not yet classified    | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    staff, the deputy head named   | -     -      -     -    -   -     yes  yes    -    -      -   -     -    -
    the head                       | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    the chair                      | -     -      -     -    -   -     -    -      -    -      -   -     yes  -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer',
    steps('assign'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, not yet classified    | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    a member of staff              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    the head                       | -     -      -     -    -   -     -    -      -    -      -   yes   -    -
    the chair                      | -     -      -     -    -   -     -    -      -    -      -   -     yes  -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer: tasks given',
    both('/incidents/:id/task'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'work a case, decide, refer: tasks given',
    both('/incidents/tasks/:task'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a task given to them           | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    a task given to somebody else  | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'give a sanction',
    steps('sanction', 'no-sanction', 'sanctions/:sanction/end'),
    // Staff give a class-level sanction with their own report.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil, inappropriate         | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a pupil, illegal               | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'confirm and sign the log (termly)',
    both('/incidents/sign-off'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the log of a term              | -     -      -     -    yes yes   yes  -      -    -      yes yes   -    -
    `,
  ),
];
