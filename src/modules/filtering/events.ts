import { code, count, defineEvents, event, flag, id, instant } from '../../platform/audit/events.ts';

/** Everything that is written into the chain about what the filter obeys. Hosts and reasons are records, not audit payload. */
export const filteringEvents = defineEvents({
  'internet-stopped': event('person', 'stopped the internet for', {
    stop: id(),
    kind: code(),
    from: instant(),
    until: instant().nullable(),
    clause: code().nullable(),
    source: code(),
    sourceId: id().nullable(),
  }),
  'internet-stop-ended-early': event('person', 'gave the internet back to', { stop: id(), at: instant() }),
  'internet-stops-viewed': event('person', 'looked at the internet stops of', { stops: count() }),

  'filter-change-asked': event('filter-request', 'asked for a change to filtering', {
    wants: code(),
    cameFrom: code(),
  }),
  'filter-change-approved': event('filter-request', 'approved and signed a change to filtering', {
    wants: code(),
    rule: id(),
    review: instant().nullable(),
  }),
  'filter-change-refused': event('filter-request', 'refused a change to filtering', { wants: code() }),
  'filter-log-viewed': event('filter', 'looked at the log of filter changes', { requests: count() }),
  'site-blocked-in-emergency': event('filter-rule', 'blocked a site at once', {
    hosts: count(),
    until: instant().nullable(),
    signed: flag(),
  }),
  'emergency-block-signed': event('filter-rule', 'signed an emergency block', { kept: flag() }),
  'filter-rule-ended': event('filter-rule', 'ended a block or opening', { verdict: code() }),
  'filter-rules-obeyed': event('filter', 'took changes into force', {
    number: count(),
    rules: count(),
    since: instant(),
  }),

  'network-credential-issued': event('person', 'issued a network credential to', { credential: id() }),
  'network-credential-revoked': event('person', 'revoked a network credential of', { credential: id() }),

  'filter-network-changed': event('filter', 'changed what the filter may connect to', {
    ports: count(),
    servers: count(),
    profile: code().nullable(),
  }),
  'filter-list-switched': event('filter-list', 'switched a list', { on: flag() }),
  'own-list-saved': event('filter-list', 'saved a list of the school', { names: count(), version: count() }),
  'own-list-held-back': event('filter-list', 'pasted a list that is held back', { names: count(), had: count() }),
  'own-list-accepted': event('filter-list', 'accepted a list that was held back', { names: count(), version: count() }),
  'own-list-removed': event('filter-list', 'removed a list of the school', {}),

  'signed-in-at-gate': event('person', 'signed in at the gate as', { session: id(), until: instant() }),

  'filter-site-set-up': event('filter', 'set up the filter of the school', { epoch: count() }),
  'filter-epoch-begun': event('filter', 'began a new numbering of rulesets', { epoch: count() }),
  'filter-compile-asked': event('filter', 'asked for the rules to be made anew', { why: code() }),
});
