import { code, count, defineEvents, event, id, instant } from '../../platform/audit/events.ts';

/** What the trail says about the policy. The words and values themselves are in the records. */
export const policyEvents = defineEvents({
  'policy-loaded': event('policy', 'put an edition of the policy into force', {
    pack: code(),
    sha256: id(),
    clauses: count(),
    settings: count(),
  }),
  'policy-setting-changed': event('setting', 'changed a setting', { setting: code(), change: id() }),
  'policy-contradiction-resolved': event('contradiction', 'decided which clause counts', {
    setting: code(),
    clause: code(),
    change: id(),
  }),
  'policy-standing-checked': event('policy', 'looked at how the policy stands', {
    total: count(),
    kept: count(),
    overdue: count(),
  }),
  'policy-review-recorded': event('policy', 'recorded when the policy is reviewed next', { on: instant() }),
});
