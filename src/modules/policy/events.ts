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
  'policy-review-recorded': event('policy', 'recorded when the policy is reviewed next', { on: instant() }),
});
