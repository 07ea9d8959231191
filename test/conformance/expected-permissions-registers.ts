import { both, group, type ExpectedGroup } from './permissions-cells.ts';

/**
 * The registers, by three examples: one that a few keep, one to which all staff add, and one for the head alone; typed by hand (see
 * expected-permissions.ts). Who keeps which of the others is in each register's own lines, and registers.test.ts drives all of them.
 */
export const registers: readonly ExpectedGroup[] = [
  group(
    'registers',
    ['GET /registers'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    which there are                | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'registers',
    ['GET /registers/:register'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     yes  -   -     yes  -      yes  yes    yes -     -    -
    sites found unsuitable         | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    low-level concerns             | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'registers',
    both('/registers/:register/add'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     -    -   -     -    -      yes  yes    -   -     -    -
    sites found unsuitable         | -     -      yes   yes  yes yes   yes  yes    yes  yes    -   -     -    -
    low-level concerns             | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'registers',
    ['GET /registers/:register/:number', 'GET /registers/:register/print', 'GET /registers/:register/entries.csv'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     yes  -   -     yes  -      yes  yes    yes -     -    -
    sites found unsuitable         | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    low-level concerns             | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'registers',
    ['GET /registers/lessons/coverage'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    what was taught                | -     -      yes   yes  yes yes   yes  yes    yes  yes    yes yes   yes  -
    `,
  ),
  group(
    'registers',
    ['GET /registers/:register/:number/files/:file'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     yes  -   -     yes  -      yes  yes    yes -     -    -
    `,
  ),
  group(
    'registers',
    [
      ...both('/registers/:register/:number/correct'),
      ...both('/registers/:register/:number/close'),
      ...both('/registers/:register/:number/strike-out'),
      ...both('/registers/:register/import'),
      'GET /registers/:register/import/empty.csv',
      ...both('/registers/:register/import/:import'),
    ],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     -    -   -     -    -      yes  yes    -   -     -    -
    sites found unsuitable         | -     -      -     yes  yes yes   yes  -      yes  -      -   -     -    -
    low-level concerns             | -     -      -     -    -   -     yes  -      -    -      -   -     -    -
    `,
  ),
  group(
    'registers',
    both('/registers/:register/:number/file'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    the hardware inventory         | -     -      -     -    -   -     -    -      yes  yes    -   -     -    -
    `,
  ),
  group(
    'registers',
    both('/registers/:register/:number/decide'),
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    remote access asked for        | -     -      -     -    -   -     yes  -      yes  -      -   -     -    -
    what they themselves asked for | -     -      -     -    -   -     -    -      -    -      -   -     -    -
    `,
  ),
  group(
    'policy, settings',
    [...both('/registers/new'), ...both('/registers/:register/shape'), 'POST /registers/:register/shape/retire'],
    `
                                   | pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody
    a register of the school’s own | -     -      -     yes  yes yes   yes  -      -    -      -   -     -    -
    `,
  ),
];
