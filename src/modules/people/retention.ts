import type { RetentionClass } from '../module.ts';
import { dueAdults, duePupils, dueResets } from './due.ts';

/** How long what this module keeps is kept. */
export const peopleRetention: readonly RetentionClass[] = [
  {
    code: 'people-pupils',
    what: 'Pupils: names, years, classes, links to parents and carers',
    keptFor: '1 year, unless a case or signature about them is kept longer',
    from: 'the day they left',
    signedBy: 'Headteacher',
    source: 'Our default; a policy pack may set another',
    due: duePupils,
    signers: [['head']],
    lookAt:
      'Agreements and consents that somebody signed are kept as long as the school may have to show them. Look whether a parent who is on this list still has another child here.',
  },
  {
    code: 'people-adults',
    what: 'Adults: names, e-mail addresses, roles with their dates',
    keptFor: '6 years: the record of who held which post',
    from: 'the day they left',
    signedBy: 'Headteacher',
    source: 'Our default; a policy pack may set another',
    due: dueAdults,
    signers: [['head']],
  },
  {
    code: 'people-accounts',
    what: 'Log-ins: name to sign in with, and the hash of the password',
    keptFor: 'no longer than the person is here',
    from: 'the day they left',
    signedBy: 'Headteacher, with the record of the person',
    source: 'Our default',
    byItself: 'It is closed on the day they leave, and goes with their record.',
  },
  {
    code: 'people-resets',
    what: 'Who was helped to sign in, by whom and when; never a link or a code',
    keptFor: 'three years',
    from: 'the day it was asked for',
    signedBy: 'Headteacher',
    source: 'Our default',
    due: dueResets,
    signers: [['head']],
  },
  {
    code: 'people-provider-accounts',
    what: 'The id of an account at Google or Microsoft that somebody signs in with, and the groups that give roles',
    keptFor: 'no longer than the person is here',
    from: 'the day they left',
    signedBy: 'Headteacher, with the record of the person',
    source: 'Our default',
    byItself: 'It is closed on the day they leave, and goes with their record.',
  },
  {
    code: 'people-rosters',
    what: 'Roster files that were brought',
    keptFor: 'until they are imported or others are brought; then only the figures stay',
    from: 'the day they were brought',
    signedBy: 'nobody: it happens by itself',
    source: 'Our default',
    byItself: 'The file is emptied as soon as it is imported or another takes its place.',
  },
];
