import { createHash, timingSafeEqual } from 'node:crypto';

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
  /**
   * A browser at `address` brings `code`, which the web app gave only to the browser that signed in. Answers
   * `counts` when a pending sign-in at this very address has that code: it counts from now on, and `confirmation` says so to others;
   * `elsewhere` when it belongs to another address: that sign-in is forgotten, and nothing has been opened anywhere;
   * `late` when its time to come back is over; `unknown` when there is none (perhaps not yet).
   */
  confirm(address: string, code: string, nowMs: number): ConfirmAnswer;
  /** Takes a confirmation made elsewhere (another thread, or before a restart), before or after its line. */
  takeConfirmation(confirmation: Confirmation): void;
  /** The confirmations that still matter at `nowMs`. */
  confirmations(nowMs: number): readonly Confirmation[];
  /** Takes an override made elsewhere (another thread, or before a restart). */
  override(override: Override): void;
  /** The overrides that still matter at `nowMs`. */
  overrides(nowMs: number): readonly Override[];
  /** Every line that counts or waits to be confirmed, for a thread that starts later. */
  lines(): readonly SessionLine[];
}

/** One line of the log that no longer counts. */
export interface Override extends Session {
  readonly address: string;
}

/** A sign-in that its own computer has confirmed. */
export interface Confirmation {
  readonly address: string;
  readonly session: string;
  readonly until: string;
}

export type ConfirmAnswer =
  | { readonly kind: 'counts'; readonly confirmation: Confirmation }
  | { readonly kind: 'elsewhere' | 'late' | 'unknown' };

interface Kept extends Session {
  readonly ends: number;
}

interface Pending extends Kept {
  readonly address: string;
  readonly session: string;
  readonly confirm: { readonly sha256: string; readonly by: string };
}

/** Sign-ins that wait for their browser, over all addresses: each needs a good password, so there are few. The oldest is forgotten. */
export const MOST_PENDING = 10_000;

/** Makes an empty table. A line whose `until` is not an instant is taken as already over. */
export function sessionsTable(): SessionsTable {
  const sessions = new Map<string, Kept>();
  const ended = new Map<string, Override>();
  const pending = new Map<string, Pending>();
  const confirmed = new Map<string, Confirmation>();
  const live = (address: string, nowMs: number): Kept | undefined => {
    const session = sessions.get(address);
    if (session === undefined || session.ends <= nowMs) return undefined;
    const gone = ended.get(address);
    if (gone === undefined) return session;
    const same = gone.person === session.person && gone.until === session.until && gone.session === session.session;
    return same ? undefined : session;
  };
  const wait = (each: Pending): void => {
    const oldest = pending.size >= MOST_PENDING ? pending.keys().next() : undefined;
    if (oldest?.done === false) pending.delete(oldest.value);
    pending.set(each.session, each);
  };
  const byCode = (code: string): Pending | undefined => {
    const digest = createHash('sha256').update(code).digest();
    let found: Pending | undefined;
    for (const each of pending.values()) {
      if (timingSafeEqual(digest, Buffer.from(each.confirm.sha256, 'hex'))) found = each;
    }
    return found;
  };
  const take = (confirmation: Confirmation): void => {
    confirmed.set(confirmation.session, confirmation);
    const waiting = pending.get(confirmation.session);
    if (waiting?.address !== confirmation.address) return;
    pending.delete(confirmation.session);
    const { person, until, session, ends } = waiting;
    sessions.set(confirmation.address, { person, until, session, ends });
  };
  return {
    apply(line) {
      const address = clientAddress(line.address);
      if (line.op === 'out') {
        sessions.delete(address);
        for (const [id, each] of pending) if (each.address === address) pending.delete(id);
        return;
      }
      const { person, until, session, confirm } = line;
      const kept = { person, until, session, ends: instantMs(until) };
      if (confirm === undefined) sessions.set(address, kept);
      else if (session !== undefined) {
        if (confirmed.get(session)?.address === address) sessions.set(address, kept);
        else wait({ ...kept, address, session, confirm });
      }
    },
    clear: () => {
      sessions.clear();
      pending.clear();
    },
    confirm(address, code, nowMs) {
      const found = byCode(code);
      if (found === undefined) return { kind: 'unknown' };
      const late = instantMs(found.confirm.by) <= nowMs;
      if (found.address !== address || late) {
        pending.delete(found.session);
        return { kind: late ? 'late' : 'elsewhere' };
      }
      const confirmation = { address, session: found.session, until: found.until };
      take(confirmation);
      return { kind: 'counts', confirmation };
    },
    takeConfirmation: take,
    confirmations(nowMs) {
      for (const [id, each] of confirmed) if (instantMs(each.until) <= nowMs) confirmed.delete(id);
      return [...confirmed.values()];
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
    lines: () => [
      ...[...sessions].map(([address, { person, until, session }]) => ({
        op: 'in' as const,
        address,
        person,
        until,
        session,
      })),
      ...[...pending.values()].map(({ address, person, until, session, confirm }) => ({
        op: 'in' as const,
        address,
        person,
        until,
        session,
        confirm,
      })),
    ],
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
