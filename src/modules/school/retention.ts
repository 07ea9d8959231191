import type { RetentionClass } from '../module.ts';

/** How long what this module keeps is kept. */
export const schoolRetention: readonly RetentionClass[] = [
  {
    code: 'school-record',
    what: 'The school’s name, website and sites',
    keptFor: 'as long as the school uses Schoolgate',
    from: 'the day it was set up',
    signedBy: 'Headteacher',
    source: 'Our default',
    byItself: 'It stays.',
  },
  {
    code: 'school-set-up-links',
    what: 'That one-time set-up links were made and used; the links themselves are never kept',
    keptFor: 'as long as the school uses Schoolgate',
    from: 'the day each was made',
    signedBy: 'Headteacher',
    source: 'Our default',
    byItself: 'They stay.',
  },
];
