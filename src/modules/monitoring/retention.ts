import type { RetentionClass } from '../module.ts';
import { dueAlerts, dueReviews } from './due.ts';

/** How long monitoring keeps what. The periods are our defaults: none of the source policies names one for web activity. */
export const monitoringRetention: readonly RetentionClass[] = [
  {
    code: 'web-activity',
    what: 'Visits and blocked attempts, with person, site and time; those of an alert stay as long as the alert',
    keptFor: '12 months',
    from: 'the day of the visit',
    signedBy: 'nobody: it happens by itself',
    source: 'Ours: long enough for a school year’s review, no longer.',
    byItself:
      'Every night, whatever is older than a year; the trail says how many and until which day. Visits of somebody under a legal hold stay.',
  },
  {
    code: 'alerts',
    what: 'Alerts and what was done about them',
    keptFor: '12 months',
    from: 'the day the alert was closed',
    signedBy: 'Designated safeguarding lead or a deputy, or headteacher',
    source: 'Ours. What matters longer is made an incident and kept with it.',
    due: dueAlerts,
    signers: [['dsl', 'deputy-dsl', 'head']],
  },
  {
    code: 'monitoring-reviews',
    what: 'Weekly reviews of the internet',
    keptFor: '6 years',
    from: 'the day of the review',
    signedBy: 'Headteacher',
    source: 'Ours: evidence for inspections and governors.',
    due: dueReviews,
    signers: [['head']],
  },
];
