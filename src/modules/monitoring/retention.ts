import type { RetentionClass } from '../module.ts';

/** How long monitoring keeps what. The periods are our defaults: none of the source policies names one for web activity. */
export const monitoringRetention: readonly RetentionClass[] = [
  {
    code: 'web-activity',
    what: 'Visits and blocked attempts, with person, site and time',
    keptFor: '12 months',
    from: 'the day of the visit',
    signedBy: 'Headteacher',
    source: 'Ours: long enough for a school year’s review, no longer.',
  },
  {
    code: 'alerts',
    what: 'Alerts and what was done about them',
    keptFor: '12 months',
    from: 'the day the alert was closed',
    signedBy: 'Designated safeguarding lead',
    source: 'Ours. What matters longer is made an incident and kept with it.',
  },
  {
    code: 'monitoring-reviews',
    what: 'Weekly reviews of the internet',
    keptFor: '6 years',
    from: 'the day of the review',
    signedBy: 'Headteacher',
    source: 'Ours: evidence for inspections and governors.',
  },
];
