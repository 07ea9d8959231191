import type { SessionLine } from '../ruleset/session-log.ts';

/** Somebody signed in at the gate from one address. */
export interface Session {
  readonly person: string;
  /** Instant as written in the session log. */
  readonly until: string;
  /** Which sign-in it is, as the session log names it. */
  readonly session?: string | undefined;
}

/** Who is signed in where, by client address, as the session log says it. */
export interface SessionsTable {
  /** Applies one line of the log. */
  apply(line: SessionLine): void;
  /** Forgets everything: before the log is read again from its beginning. */
  clear(): void;
  /**
   * The session that counts for `address` at `nowMs` (milliseconds since 1970), or undefined. A line that an override names (see `signOutHere`) does not count.
   */
  at(address: string, nowMs: number): Session | undefined;
  /**
   * Signs `address` out at the gate although the log still says it is signed in: the gate cannot write that log. Holds for this very
   * line only, so that the next sign-in counts. Answers what was overridden, undefined when nobody was signed in.
   */
  signOutHere(address: string, nowMs: number): Override | undefined;
  /** Takes an override made elsewhere (another thread, or before a restart). */
  override(override: Override): void;
  /** The overrides that still matter at `nowMs`. */
  overrides(nowMs: number): readonly Override[];
  /** Every line that counts, for a thread that starts later. */
  lines(): readonly SessionLine[];
}

/** One line of the log that no longer counts. */
export interface Override extends Session {
  readonly address: string;
}

interface Kept extends Session {
  readonly ends: number;
}

/** Makes an empty table. A line whose `until` is not an instant is taken as already over. */
export function sessionsTable(): SessionsTable {
  const sessions = new Map<string, Kept>();
  const ended = new Map<string, Override>();
  const live = (address: string, nowMs: number): Kept | undefined => {
    const session = sessions.get(address);
    if (session === undefined || session.ends <= nowMs) return undefined;
    const gone = ended.get(address);
    if (gone === undefined) return session;
    const same = gone.person === session.person && gone.until === session.until && gone.session === session.session;
    return same ? undefined : session;
  };
  return {
    apply(line) {
      const address = clientAddress(line.address);
      if (line.op === 'out') sessions.delete(address);
      else {
        const { person, until, session } = line;
        sessions.set(address, { person, until, session, ends: instantMs(until) });
      }
    },
    clear: () => {
      sessions.clear();
    },
    at: live,
    signOutHere(address, nowMs) {
      const session = live(address, nowMs);
      if (session === undefined) return undefined;
      const override = { address, person: session.person, until: session.until, session: session.session };
      ended.set(address, override);
      return override;
    },
    override(each) {
      ended.set(each.address, each);
    },
    overrides(nowMs) {
      for (const [address, each] of ended) if (instantMs(each.until) <= nowMs) ended.delete(address);
      return [...ended.values()];
    },
    lines: () =>
      [...sessions].map(([address, { person, until, session }]) => ({
        op: 'in' as const,
        address,
        person,
        until,
        session,
      })),
  };
}

/** An address of a socket as it is kept everywhere: an IPv4 address that came in over an IPv6 socket in its plain form. */
export function clientAddress(remote: string | undefined): string {
  if (remote === undefined) return 'unknown';
  return remote.startsWith('::ffff:') && remote.includes('.') ? remote.slice(7) : remote;
}

function instantMs(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return 0;
  }
}
