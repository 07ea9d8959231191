import type { RetentionClass } from '../module.ts';

/** How long what this module keeps is kept. */
export const messageRetention: readonly RetentionClass[] = [
  {
    code: 'mail-sent',
    what: 'That a message of some kind was sent, when, and to which person; never its words. The address goes after 30 days',
    keptFor: 'as long as the person’s record',
    from: 'the day it was sent',
    signedBy: 'Headteacher',
    source: 'Our default',
  },
  {
    code: 'mail-choices',
    what: 'When somebody wants their mail, and what of it they do without',
    keptFor: 'as long as the person’s record',
    from: 'the day they chose',
    signedBy: 'Headteacher',
    source: 'Our default',
  },
];
