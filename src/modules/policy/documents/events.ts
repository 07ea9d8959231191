import { code, count, defineEvents, event, id, instant } from '../../../platform/audit/events.ts';

/** What the trail says about versions of the policy. The words are in the records. */
export const documentEvents = defineEvents({
  'policy-draft-begun': event('policy-draft', 'began a draft of the policy', { base: code(), clauses: count() }),
  'policy-draft-opened-by-setting': event('policy-draft', 'asked for another value of a setting, which needs a draft', {
    setting: code(),
    clauses: count(),
  }),
  'policy-draft-clause-changed': event('policy-draft', 'changed a clause in the draft', {
    clause: code(),
    how: code(),
    change: id(),
  }),
  'policy-draft-clause-restored': event('policy-draft', 'took back what was changed in a clause', { clause: code() }),
  'policy-draft-moved': event('policy-draft', 'moved the draft on', { action: code(), from: code(), to: code() }),
  'policy-draft-signed': event('policy-draft', 'put their name under the text of the draft', {
    action: code(),
    sha256: id(),
  }),
  'policy-draft-viewed': event('policy-draft', 'read the comments on a draft', { comments: count() }),
  'policy-consultation-opened': event('policy-draft', 'opened a consultation', {
    from: instant(),
    until: instant(),
    groups: count(),
  }),
  'policy-comment-made': event('policy-draft', 'commented on the draft', { comment: id(), group: code() }),
  'policy-comment-answered': event('policy-draft', 'answered a comment', { comment: id(), outcome: code() }),
  'policy-published': event('policy-draft', 'published a version of the policy', {
    pack: id(),
    sha256: id(),
    number: count(),
    clauses: count(),
    settings: count(),
  }),
  'policy-acknowledged': event('policy', 'acknowledged the policy', { acknowledgement: id() }),
  'policy-staff-reminded': event('policy', 'reminded staff to acknowledge the policy', { people: count() }),
});
