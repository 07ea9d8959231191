import { allOfThem, fewOfThem, oneOf } from '../setting-kinds.ts';

/** What policies say differently about signing in, passwords, and who may reach what. */

export const accessSettings = {
  'class-sign-in': oneOf('class-sign-in', 'Who may sign in as a class', {
    nobody: 'Nobody',
    'youngest-classes': 'The youngest classes',
    'all-classes': 'All classes',
  }),
  'accounts-of-visitors': oneOf(
    'accounts-of-visitors',
    'How visitors go online',
    {
      none: 'They do not',
      'own-guest-account': 'With a guest account of their own, for a time',
      'shared-account': 'With an account that visitors share',
    },
    { fallback: 'own-guest-account' },
  ),
  'password-change': oneOf(
    'password-change',
    'When passwords change',
    {
      'on-compromise': 'When somebody else may know them',
      termly: 'Each term',
      yearly: 'Each year',
      regular: 'At intervals that the school sets',
    },
    {
      advice: {
        values: ['yearly', 'termly', 'regular'],
        says: 'The National Cyber Security Centre advises against changing passwords by the calendar: people choose weaker ones. Change one when somebody else may know it.',
      },
    },
  ),
  'password-compromise-told': allOfThem('password-compromise-told', 'Who is told when a password may be known', [
    'head',
    'technician',
  ]),
  'admin-password-holders': fewOfThem('admin-password-holders', 'Who holds the administrator passwords', [
    'head',
    'technician',
  ]),
  'data-access-approvers': fewOfThem(
    'data-access-approvers',
    'Who decides who may see personal and sensitive information',
    ['head'],
  ),
  'remote-access-approvers': fewOfThem('remote-access-approvers', 'Who may allow working from elsewhere', [
    'head',
    'technician',
  ]),
  'footage-request-approvers': fewOfThem('footage-request-approvers', 'Who decides on requests for CCTV footage', [
    'head',
  ]),
  'security-breach-told': allOfThem('security-breach-told', 'Who is told of a break in security', [
    'head',
    'technician',
  ]),
};
