import { allOfThem, codes, fewOfThem, numberOf } from '../setting-kinds.ts';

/** What policies say differently about keeping the policy itself, and about community use. */

export const governanceSettings = {
  'policy-owners': allOfThem('policy-owners', 'Who looks after the policy', ['head', 'lead']),
  'policy-approvers': fewOfThem('policy-approvers', 'Who approves the policy', ['governor']),
  'policy-consulted': allOfThem('policy-consulted', 'Who is asked about the policy before it is approved', [
    'staff',
    'parent',
    'governor',
  ]),
  'linked-policies': codes('linked-policies', 'Policies that belong together with this one', [
    'child-protection',
    'behaviour',
    'data-protection',
  ]),
  'risk-assessment-approvers': fewOfThem(
    'risk-assessment-approvers',
    'Who agrees to a risk assessment of new technology',
    ['head', 'lead'],
  ),
  'community-agreement-age': numberOf(
    'community-agreement-age',
    'Below what age a parent signs for a community user',
    { from: 13, to: 18, safer: 'higher' },
    16,
  ),
};
