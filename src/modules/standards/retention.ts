import type { RetentionClass } from '../module.ts';

export const standardRetention: readonly RetentionClass[] = [
  {
    code: 'filtering-reviews',
    what: 'Reviews of filtering and monitoring: what was measured, written, decided and signed, and what became of the actions',
    keptFor: '6 years',
    from: 'the day on which it was finished or withdrawn',
    signedBy: 'the headteacher',
    source: 'our choice: a school shows several years of reviews to an inspection, and they are about no pupil',
  },
  {
    code: 'self-reviews',
    what: 'Answers of self-reviews, and the ids of local forms',
    keptFor: '6 years',
    from: 'the day on which a newer answer took their place',
    signedBy: 'the headteacher',
    source: 'our choice: progress over some years can be seen, and they are about nobody',
  },
];
