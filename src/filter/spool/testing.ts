import type { FilterEvent } from './events.ts';

/** A refused visit for tests; `host` tells one from another. */
export function blockedEvent(host: string): FilterEvent {
  return {
    type: 'blocked',
    at: '2026-11-21T12:00:00.000Z',
    person: 'sam',
    knownBy: 'sign-in',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    host,
    port: 443,
    scheme: 'https',
    tier: 6,
    rule: 'gambling',
    list: 'starter',
    clause: 's1-011',
    url: '',
  };
}

/** A call for help for tests. */
export function helpEvent(ticket: string): FilterEvent {
  return {
    type: 'help-asked',
    at: '2026-11-21T12:00:00.000Z',
    person: null,
    knownBy: 'network',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    about: '',
    ticket,
  };
}
