import type { RetentionClass } from '../module.ts';

/** How long backups and what belongs to them are kept. */
export const safekeepingRetention: readonly RetentionClass[] = [
  {
    code: 'backups',
    what: 'Encrypted backups of all records',
    keptFor: '7 days, 5 weeks and 12 months of them, unless the settings say otherwise',
    from: 'the day each was taken',
    signedBy: 'IT support',
    source: 'Our default. A deletion is complete when the oldest backup that still holds the record is gone',
    byItself: 'Each night those go that the settings no longer keep.',
  },
  {
    code: 'deletion-warrants',
    what: 'Deletion warrants: ids of what was deleted, who approved it, when',
    keptFor: 'as long as any backup that is older than they are',
    from: 'the day they were executed',
    signedBy: 'Headteacher',
    source: 'Our default: a restore needs them to delete again',
    byItself: 'They stay: without them a restore would bring deleted records back.',
  },
];
