import type { Decision } from '../engine/decision.ts';
import type { AttemptLimit } from '../identity/attempt-limit.ts';
import { identify, NO_PROFILE, type Identity } from '../identity/identify.ts';
import type { SessionsTable } from '../identity/sessions-table.ts';
import type { InForce } from './in-force.ts';
import type { SteadyClock } from './steady-clock.ts';
import type { RefusalCounter } from './refusal-counter.ts';
import type { VisitCounter } from './visit-counter.ts';

/** One request for one host, from one browser. */
export interface Asking {
  readonly address: string;
  readonly proxyAuthorization: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly scheme: 'http' | 'https';
}

export type Judgement =
  | { readonly kind: 'allowed' | 'blocked'; readonly decision: Decision; readonly identity: Identity }
  | { readonly kind: 'wrong-credential' }
  | { readonly kind: 'too-many' };

export interface Blocked {
  readonly asking: Asking;
  readonly decision: Decision;
  readonly identity: Identity;
  readonly at: Temporal.Instant;
}

/** Who asks, whether they may, and the record of it: the same for plain requests and tunnels. */
export interface Judge {
  /** The rules now in force: read again for every request. */
  current(): InForce;
  /** Judges a request. Records nothing. */
  judge(asking: Asking): Judgement;
  /** Judges something already open once more. Counts neither decisions nor wrong credentials. */
  again(asking: Asking): Judgement;
  /** Writes a refused visit to the spool before it returns; in a flood, counts it. `path` is empty for https. */
  recordBlocked(asking: Asking, decision: Decision, identity: Identity, path: string): void;
  /** Counts an allowed visit; help is not counted at all. */
  recordVisit(asking: Asking, decision: Decision, identity: Identity): void;
  /** Decisions made so far. */
  decisions(): number;
}

export interface JudgeParts {
  readonly rules: () => InForce;
  readonly sessions: SessionsTable;
  readonly attempts: AttemptLimit;
  readonly clock: SteadyClock;
  readonly refusals: RefusalCounter;
  readonly visits: VisitCounter;
  /** Told of every refused visit after it is recorded: the gate's start page shows it. */
  readonly onBlocked: (blocked: Blocked) => void;
}

const uncounted: AttemptLimit = { closed: () => false, failed: () => undefined };

/** What stands in for a person when a wrong credential asks for help all the same. */
const nobody: Identity = { personId: null, person: null, knownBy: 'network', profile: NO_PROFILE };

/** Makes the judge of one thread. */
export function makeJudge(parts: JudgeParts): Judge {
  let decisions = 0;
  const judgeWith = (asking: Asking, attempts: AttemptLimit): Judgement => {
    const rules = parts.rules();
    const nowMs = parts.clock.nowMs();
    const who = identify(rules.ruleset, rules.people, parts.sessions, attempts, { ...asking, nowMs });
    const question = { host: asking.host, port: asking.port, scheme: asking.scheme, nowMs };
    if (who.kind !== 'known') {
      // Help is never blocked, not even by a wrong password.
      const open = rules.decide({ ...question, personId: null });
      return open.tier === 0 ? { kind: 'allowed', decision: open, identity: nobody } : who;
    }
    const decision = rules.decide({ ...question, personId: who.identity.personId });
    return { kind: decision.verdict === 'allow' ? 'allowed' : 'blocked', decision, identity: who.identity };
  };
  return {
    current: parts.rules,
    judge(asking) {
      decisions++;
      return judgeWith(asking, parts.attempts);
    },
    again: (asking) => judgeWith(asking, uncounted),
    recordBlocked(asking, decision, identity, path) {
      const at = parts.clock.now();
      parts.refusals.refused({
        person: decision.personId,
        knownBy: identity.knownBy,
        address: asking.address,
        profile: decision.profile,
        ruleset: parts.rules().label,
        host: asking.host,
        port: asking.port,
        scheme: asking.scheme,
        tier: decision.tier,
        rule: decision.rule,
        list: decision.list,
        clause: decision.clause,
        url: path.slice(0, 500),
      });
      parts.onBlocked({ asking, decision, identity, at });
    },
    recordVisit(asking, decision, identity) {
      if (decision.tier === 0) return;
      parts.visits.count({
        person: decision.personId,
        knownBy: identity.knownBy,
        address: asking.address,
        profile: decision.profile,
        ruleset: parts.rules().label,
        host: asking.host,
        port: asking.port,
        scheme: asking.scheme,
        tier: decision.tier,
        rule: decision.rule,
        list: decision.list,
        clause: decision.clause,
      });
    },
    decisions: () => decisions,
  };
}
