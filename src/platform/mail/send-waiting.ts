import type { Store } from '../db/store.ts';
import type { Ids } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';
import { waitAfter } from './backoff.ts';
import { composeMail, type Sender } from './compose-mail.ts';
import { ServerTrouble, type Connection, type Delivered, type Delivery } from './delivery.ts';
import { isMailAddress } from './mail-address.ts';
import { wordsOf } from './mail-words.ts';
import { openOutbox, type Outbox, type OutboxRow } from './outbox.ts';
import { serverInTrouble, serverState, serverWell } from './server-state.ts';
import { openStops, type Stops } from './stopped-addresses.ts';

/** What sending needs. */
export interface MailParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly delivery: Delivery;
  readonly sender: Sender;
  /** The envelope's sender for a message (RFC 5321 section 4.4): where refusals go. */
  readonly returnTo: (id: string) => string;
}

/** How long one connection may have a message before another may take it: longer than sending it can last. */
const LEASE = Temporal.Duration.from({ minutes: 5 });

/** Messages of one turn: then other jobs, and a new look at what is due. */
const MOST_IN_A_TURN = 200;

/**
 * Sends what is due, over as many connections as the delivery allows, and says how many went. One message that cannot go holds up no other;
 * a server that cannot be used at all leaves every message as it is, and is asked again after a while.
 */
export async function sendWaiting(parts: MailParts): Promise<number> {
  const { store, clock, delivery } = parts;
  const outbox = openOutbox(store);
  const stops = openStops(store);
  await outbox.tidy(clock.now(), await stops.current());
  const server = await serverState(store);
  const waits = server?.way === delivery.way ? server.next : undefined;
  if (waits !== undefined && Temporal.Instant.compare(clock.now(), waits) < 0) return 0;
  const turn: Turn = { parts, outbox, stops, left: MOST_IN_A_TURN, sent: 0, over: false };
  await Promise.all(Array.from({ length: delivery.connections }, () => sendOver(turn)));
  return turn.sent;
}

interface Turn {
  readonly parts: MailParts;
  readonly outbox: Outbox;
  readonly stops: Stops;
  left: number;
  sent: number;
  /** The server cannot be used: no more is tried in this turn. */
  over: boolean;
}

/** Sends one message after the other over one connection, opened when there is something to send, and anew when it broke. */
async function sendOver(turn: Turn): Promise<void> {
  const { clock, delivery } = turn.parts;
  let connection: Connection | undefined;
  try {
    while (turn.left > 0 && !turn.over) {
      turn.left -= 1;
      const now = clock.now();
      const row = await turn.outbox.claim(now, now.add(LEASE));
      if (row === undefined) return;
      if (connection?.usable() !== true) {
        connection?.close();
        try {
          connection = await delivery.open();
        } catch (error) {
          await turn.outbox.putBack(row, now, { failed: false, unknown: false });
          if (!(error instanceof ServerTrouble)) throw error;
          turn.over = true;
          await serverInTrouble(turn.parts.store, delivery.way, error.trouble, clock.now());
          return;
        }
      }
      await settle(turn, row, await handOver(turn, row, connection));
    }
  } finally {
    connection?.close();
  }
}

/** Composes a claimed message and hands it over. */
async function handOver(turn: Turn, row: OutboxRow, connection: Connection): Promise<Delivered> {
  const words = wordsOf(row.kind, fieldsOf(row));
  if (words === undefined) return { kind: 'refused', answer: 'unknown kind' };
  if (!isMailAddress(row.to_address)) return { kind: 'bounced', answer: 'no address' };
  const bytes = await composeMail(
    { id: row.id, to: row.to_address, queuedAt: row.queued_at, words },
    turn.parts.sender,
  );
  return connection.deliver({ id: row.id, to: row.to_address, returnTo: turn.parts.returnTo(row.id), bytes }, () =>
    turn.outbox.handOver(row),
  );
}

/** Writes down what became of it. */
async function settle(turn: Turn, row: OutboxRow, delivered: Delivered): Promise<void> {
  const { store, clock, ids, delivery } = turn.parts;
  const now = clock.now();
  if (delivered.kind === 'sent') {
    await turn.outbox.end(row, 'sent', now);
    await serverWell(store, delivery.way, now);
    turn.sent += 1;
    return;
  }
  const { kind, answer } = delivered;
  if (kind === 'bounced') {
    await turn.stops.add(
      row.school_id,
      { id: ids.next(), address: row.to_address, person: row.person_id, why: answer },
      now,
    );
    await turn.outbox.end(row, 'bounced', now, answer);
  } else if (kind === 'refused') {
    await turn.outbox.end(row, 'refused', now, answer);
  } else if (kind === 'later') {
    await turn.outbox.putBack(row, now.add(waitAfter(row.attempts + 1)), { failed: true, unknown: false, answer });
  } else if (row.unknown_outcomes === 0) {
    await turn.outbox.putBack(row, now.add(waitAfter(row.attempts + 1)), { failed: true, unknown: true, answer });
  } else {
    await turn.outbox.end(row, 'unsure', now, answer);
  }
}

function fieldsOf(row: OutboxRow): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(row.fields ?? '{}');
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
