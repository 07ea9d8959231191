import { lookup as systemLookup } from 'node:dns/promises';
import { Agent } from 'node:http';
import { connect, isIP, isIPv6, type LookupFunction, type Socket } from 'node:net';

import { isClosedAddress, ownAddresses, resolveGuarded, type Resolver } from './address-guard.ts';
import type { Authority } from './authority.ts';

/** The only way out: every connection to a site is made here, to an address that was checked. */
export interface Dialler {
  /**
   * Kept connections for plain requests. Those to `listed` servers (the school's own) are kept apart: a server taken off the list
   * must not be reached through an old connection.
   */
  pool(listed: boolean): Agent;
  /** A connection that is not kept, for trying once more. */
  fresh(listed: boolean): Agent;
  /** True when `host` is itself an address that is closed: Node asks no resolver then. */
  isClosedLiteral(host: string, listed: boolean): boolean;
  /** Opens a connection for a tunnel. */
  dial(to: Authority, listed: boolean, timeoutMs: number): Promise<Dialled>;
  /** Closes kept connections. */
  close(): void;
}

export type Dialled = { readonly kind: 'connected'; readonly socket: Socket } | { readonly kind: DialFailure };

export type DialFailure = 'closed-address' | 'not-found' | 'unreachable' | 'too-slow';

/** Codes of errors that our lookup gives to `net.connect`. */
const CLOSED = 'SG_CLOSED_ADDRESS';
const NOT_FOUND = 'SG_NOT_FOUND';

/** Asks the operating system's resolver. */
export const systemResolver: Resolver = async (host) =>
  (await systemLookup(host, { all: true })).map((each) => each.address);

/** How long an answer of the resolver is used again: spares the resolver's few threads while one page loads. */
export const ANSWER_MS = 5_000;
/** Answers kept at once; when there are more, all are asked anew. */
export const MOST_ANSWERS = 2_000;
/** Addresses of this machine change rarely. */
export const OWN_MS = 10_000;

/** Makes a dialler. `own` answers this machine's addresses (default: asked of the operating system). */
export function makeDialler(
  resolver: Resolver,
  monotonicMs: () => number,
  own: () => ReadonlySet<string> = ownAddresses,
): Dialler {
  let mine = { at: Number.NEGATIVE_INFINITY, addresses: own() };
  const ownNow = (): ReadonlySet<string> => {
    if (monotonicMs() - mine.at > OWN_MS) mine = { at: monotonicMs(), addresses: own() };
    return mine.addresses;
  };
  const answers = new Map<string, { at: number; answer: Promise<readonly string[]> }>();
  const cached: Resolver = (host) => {
    const known = answers.get(host);
    if (known !== undefined && monotonicMs() - known.at < ANSWER_MS) return known.answer;
    if (answers.size >= MOST_ANSWERS) answers.clear();
    const answer = resolver(host);
    answers.set(host, { at: monotonicMs(), answer });
    answer.catch(() => answers.delete(host));
    return answer;
  };
  const lookup =
    (listed: boolean): LookupFunction =>
    (host, options, done) => {
      resolveGuarded(host, listed, cached, ownNow).then(
        (found) => {
          if (found.kind !== 'addresses') {
            done(failure(found.kind === 'closed' ? CLOSED : NOT_FOUND, host), []);
            return;
          }
          const all = found.addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
          const first = all[0];
          if (options.all === true || first === undefined) done(null, all);
          else done(null, first.address, first.family);
        },
        () => {
          done(failure(NOT_FOUND, host), []);
        },
      );
    };
  const lookups = { true: lookup(true), false: lookup(false) };
  const agent = (listed: boolean, keepAlive: boolean): Agent =>
    new Agent({
      keepAlive,
      maxSockets: 512,
      maxFreeSockets: 64,
      maxTotalSockets: 8192,
      scheduling: 'lifo',
      lookup: lookups[`${listed}`],
    });
  const pools = { true: agent(true, true), false: agent(false, true) };
  const fresh = { true: agent(true, false), false: agent(false, false) };
  const isClosedLiteral = (host: string, listed: boolean): boolean => {
    const bare = bareHost(host);
    return !listed && isIP(bare) !== 0 && isClosedAddress(bare, ownNow());
  };
  return {
    pool: (listed) => pools[`${listed}`],
    fresh: (listed) => fresh[`${listed}`],
    isClosedLiteral,
    dial(to, listed, timeoutMs) {
      if (isClosedLiteral(to.host, listed)) return Promise.resolve({ kind: 'closed-address' });
      const { promise, resolve } = Promise.withResolvers<Dialled>();
      const socket = connect({
        host: bareHost(to.host),
        port: to.port,
        lookup: lookups[`${listed}`],
        noDelay: true,
        allowHalfOpen: true,
      });
      const timer = setTimeout(() => {
        socket.destroy();
        resolve({ kind: 'too-slow' });
      }, timeoutMs);
      socket.once('error', (error) => {
        clearTimeout(timer);
        resolve({ kind: dialFailure(error) });
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        // Belt and braces: whatever found the address, this is the one we are connected to.
        if (!listed && isClosedAddress(socket.remoteAddress ?? '', ownNow())) {
          socket.destroy();
          resolve({ kind: 'closed-address' });
        } else resolve({ kind: 'connected', socket });
      });
      return promise;
    },
    close() {
      for (const each of [pools.true, pools.false, fresh.true, fresh.false]) each.destroy();
    },
  };
}

/** The host as a socket wants it: an IPv6 literal without brackets. */
export function bareHost(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** What a failed connection means. */
export function dialFailure(error: Error): DialFailure {
  switch ('code' in error ? error.code : undefined) {
    case CLOSED:
      return 'closed-address';
    case NOT_FOUND:
    case 'ENOTFOUND':
      return 'not-found';
    case 'ETIMEDOUT':
      return 'too-slow';
    default:
      return 'unreachable';
  }
}

function failure(code: string, host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host}: ${code}`), { code });
}
