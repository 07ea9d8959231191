import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Mail: typed by hand (see expected-permissions.ts). */
export const messages: readonly ExpectedGroup[] = [
  group(
    'people, roster, accounts: own',
    both('/account/mail'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    when their own mail comes      | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'system',
    ['GET /mail', 'POST /mail/test', 'POST /mail/ask-server', 'POST /mail/send-doubtful'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the outbox, without addresses  | -     -      -     -    -   -     -    -      yes  -      -   -     -    -
    `,
  ),
  group(
    'people, roster, accounts: import, contacts',
    ['GET /mail/returned', 'POST /mail/returned/:id/try-again'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    an address mail came back from | -     -      -     -    -   -     -    -      yes  yes    -   -     -    -
    `,
  ),
];
