import type { RetentionClass } from '../module.ts';

/** How long what duties leave is kept. */
export const dutyRetention: readonly RetentionClass[] = [
  {
    code: 'duties',
    what: 'Duties as they fell due: what was done, by whom, with files; what was waived and why',
    keptFor: '7 years',
    from: 'the day on which it was due',
    signedBy: 'Headteacher',
    source: 'Our choice: as long as reports to governors, which rest on them',
  },
  {
    code: 'term-dates',
    what: 'Term dates, and what the school set differently for a duty',
    keptFor: 'as long as the school uses Schoolgate',
    from: 'the day they are entered',
    signedBy: 'nobody: they are not deleted',
    source: 'Our choice: older due days rest on them, and they are about no person',
  },
  {
    code: 'calendar-addresses',
    what: 'That somebody made or ended a calendar address; never the address itself',
    keptFor: '1 year',
    from: 'the day it ended',
    signedBy: 'Headteacher',
    source: 'Our choice: long enough to answer who had one',
  },
];
