import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/** Alerts, visits and the filter: typed by hand (see expected-permissions.ts). */

export const monitoring: readonly ExpectedGroup[] = [
  group(
    'alerts, visits of a person',
    ['GET /alerts'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the list                       | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'alerts, visits of a person',
    ['GET /alerts/:id', ...both('/alerts/:id/close'), ...both('/alerts/:id/incident')],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    about a pupil                  | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    about themselves               | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'alerts, visits of a person',
    ['GET /monitoring/people/:id/visits'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     -    yes yes   yes  -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'alerts, visits of a person: counts, no names',
    ['GET /monitoring/counts'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    figures of the week            | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    `,
  ),
  group(
    'alerts, visits of a person',
    both('/monitoring/review'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the weekly review of alerts    | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
];

export const filtering: readonly ExpectedGroup[] = [
  group(
    'filter: ask for a change',
    both('/filtering/requests/new'),
    // A pupil asks on the block page.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the form                       | -     -      yes   yes  yes yes   yes  yes    yes  -      -   -     -    -
    `,
  ),
  group(
    'filter: ask for a change',
    ['GET /filtering/requests'],
    // Who asks sees their own; governors see the filter-change log, without names.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the list                       | -     -      yes   yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    `,
  ),
  group(
    'filter: ask for a change',
    ['GET /filtering/requests/:id'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    their own request              | -     -      yes   yes  yes yes   yes  yes    yes  -      yes yes   yes  -
    somebody else’s request        | -     -      -     yes  yes yes   yes  -      yes  -      yes yes   yes  -
    `,
  ),
  group(
    'filter: decide a change',
    ['POST /filtering/requests/:id', 'POST /filtering/rules/:id/sign', 'POST /filtering/rules/:id/end'],
    // Per pack: the village pack names the head and the lead (s1-072).
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    with the village pack          | -     -      -     yes  -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'filter: emergency block',
    both('/filtering/block'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the form                       | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    `,
  ),
  group(
    'give a sanction',
    ['GET /filtering/people'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the search                     | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'give a sanction',
    [...both('/filtering/people/:id'), 'POST /filtering/people/:id/give-back'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a pupil                        | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    a member of staff              | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    themselves                     | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'profiles, lists, network: see',
    ['GET /filtering', 'GET /filtering/network', 'GET /filtering/lists'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what is in force               | -     -      -     yes  yes yes   yes  -      yes  -      yes yes   yes  -
    `,
  ),
  group(
    'profiles, lists, network: see',
    ['GET /filtering/test'],
    // As a person it shows whether that person's internet is off: for those who may switch it.
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a site, by a level             | -     -      -     yes  yes yes   yes  -      yes  -      yes yes   yes  -
    a site, as a pupil             | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'profiles, lists, network',
    [
      'POST /filtering/network',
      'POST /filtering/lists/switch',
      ...both('/filtering/lists/new'),
      'POST /filtering/lists/:id/settle',
      'POST /filtering/lists/:id/remove',
      'GET /filtering/credentials',
      'POST /filtering/credentials/issue',
      'POST /filtering/credentials/:id/revoke',
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    of the school                  | -     -      -     yes  -   -     -    -      yes  -      -   -     -    -
    `,
  ),
];
