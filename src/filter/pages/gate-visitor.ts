import type { IncomingMessage } from 'node:http';

import { identify, type Identity } from '../identity/identify.ts';
import { clientAddress } from '../identity/sessions-table.ts';
import { readClientField } from '../proxy/client-field.ts';
import { CLIENT_ADDRESS_FIELD } from '../proxy/hop-by-hop.ts';
import type { Audience } from '../ruleset/ruleset.ts';
import { makeFormTicket, type FormPurpose } from './form-ticket.ts';
import type { GateParts } from './gate-parts.ts';
import { isYoung } from './layout.ts';

/** Who is at the gate. */
export interface Visitor {
  readonly address: string;
  readonly identity: Identity;
  readonly audience: Audience;
  readonly young: boolean;
  /** A form ticket about `host` (or about nothing). */
  ticket(purpose: FormPurpose, host?: string): string;
}

/** Finds out who is at the gate: by the proxy's word when the request came through it, else by the client address. */
export function visitorOf(parts: GateParts, req: IncomingMessage): Visitor {
  const rules = parts.rules();
  const field = req.headers[CLIENT_ADDRESS_FIELD];
  const passed = readClientField(parts.secret, typeof field === 'string' ? field : undefined);
  const address = passed?.address ?? clientAddress(req.socket.remoteAddress);
  const identity = passed?.knownBy === 'credential' ? byCredential(parts, passed.personId) : byAddress(parts, address);
  const audience = audienceOf(parts, identity.profile);
  return {
    address,
    identity,
    audience,
    young: isYoung(audience),
    ticket: (purpose, host = '') =>
      makeFormTicket(
        parts.formKey,
        {
          purpose,
          address,
          person: identity.personId,
          knownBy: identity.knownBy,
          profile: identity.profile,
          ruleset: rules.label,
          about: host,
        },
        parts.nonce(),
        parts.clock.nowMs(),
      ),
  };
}

/** The audience of a profile; pupils who read, where no ruleset says more. */
export function audienceOf(parts: GateParts, profile: string): Audience {
  return parts.rules().ruleset?.profiles.find((each) => each.code === profile)?.audience ?? 'ks2';
}

const noAttempts = { closed: () => false, failed: () => undefined };

function byAddress(parts: GateParts, address: string): Identity {
  const rules = parts.rules();
  const found = identify(rules.ruleset, rules.people, parts.sessions, noAttempts, {
    address,
    proxyAuthorization: undefined,
    nowMs: parts.clock.nowMs(),
  });
  // Without a credential there is nothing to be wrong; the fallback only satisfies the type.
  return found.kind === 'known'
    ? found.identity
    : { personId: null, person: null, knownBy: 'network', profile: 'none' };
}

function byCredential(parts: GateParts, personId: string | null): Identity {
  const { ruleset } = parts.rules();
  const person = personId === null ? undefined : parts.rules().people.byId.get(personId);
  return person === undefined
    ? { personId, person: null, knownBy: 'network', profile: ruleset?.strictestProfile ?? 'none' }
    : { personId, person, knownBy: 'credential', profile: person.profile };
}
