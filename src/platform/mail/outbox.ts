import { machinery, machineryIn, type Machinery } from '../db/machinery.ts';
import { tables as scopedTables, type ReadHandle, type WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import type { Id } from '../ids/ids.ts';
import { mailStamp } from './backoff.ts';
import { checkMailFields, DIGEST, mailKinds, type MailFields, type MailKindCode } from './kinds.ts';

/**
 * The outbox: one row for each message, from the command that queued it until long after it went.
 *
 *     gathering → gathered | unwanted        waits for the person's one mail of the day
 *     waiting → claimed → handed → sent      claimed: a connection has it; handed: its first byte has begun to go out
 *     claimed → waiting                      the program ended before the first byte: surely not sent
 *     handed  → waiting, once → unsure       the program or the connection ended after it: sent again at most once, with the same Message-ID
 *     waiting → bounced | refused | expired
 *     waiting → held → waiting               its address is stopped, until that is lifted
 */
export const outboxStates = [
  'gathering',
  'gathered',
  'unwanted',
  'waiting',
  'claimed',
  'handed',
  'sent',
  'held',
  'bounced',
  'refused',
  'expired',
  'unsure',
] as const;
export type OutboxState = (typeof outboxStates)[number];

/** A row as the table holds it. Words are never kept: `subject` and `body` are empty since migration 0012. */
export interface OutboxRow {
  id: string;
  school_id: string;
  to_address: string;
  subject: string;
  body: string;
  queued_at: string;
  written_at: string | null;
  person_id: string | null;
  kind: string;
  /** The checked fields as JSON; emptied once the message has ended. */
  fields: string | null;
  state: string;
  attempts: number;
  unknown_outcomes: number;
  next_at: string;
  lease_until: string | null;
  expires_at: string;
  ended_at: string | null;
  answer: string | null;
  digest_id: string | null;
}

interface Tables {
  mail_outbox: OutboxRow;
}

/** The fields may hold a one-time secret: what waits is unreadable in the data folder and in backups. */
const sealed = { mail_outbox: ['fields'] } as const;

/** A message to somebody: its kind's fixed words, with these fields (kinds.ts). */
export interface Message<Code extends MailKindCode = MailKindCode> {
  readonly to: string;
  /** Whose address that is; their choices apply. Undefined is somebody without a record: it is sent at once. */
  readonly person: string | undefined;
  readonly kind: Code;
  readonly fields: MailFields<Code>;
}

const NOT_ENDED = { ended_at: null, answer: null, digest_id: null, written_at: null, subject: '', body: '' } as const;

/** Puts a message into the outbox, in the command's own transaction: it goes if and only if the change is kept. */
export async function enqueueMail<Code extends MailKindCode>(
  handle: WriteHandle,
  message: Message<Code>,
  parts: { id: Id<'mail'>; now: Temporal.Instant },
): Promise<void> {
  const kind = mailKinds[message.kind];
  const fields = checkMailFields(kind, message.fields);
  await machineryIn<Tables>(handle, sealed)
    .insertInto('mail_outbox')
    .values({
      ...NOT_ENDED,
      id: parts.id,
      school_id: handle.school,
      to_address: message.to,
      person_id: message.person ?? null,
      kind: message.kind,
      fields: JSON.stringify(fields),
      state: kind.when === 'gathered' && message.person !== undefined ? 'gathering' : 'waiting',
      attempts: 0,
      unknown_outcomes: 0,
      queued_at: mailStamp(parts.now),
      next_at: mailStamp(parts.now),
      lease_until: null,
      expires_at: mailStamp(parts.now.add({ hours: kind.hours })),
    })
    .execute();
}

const read = scopedTables<Tables>('mail_outbox');

/** How many messages of the handle's school are in each state, and since when the oldest of them waits there. */
export async function outboxCounts(
  db: ReadHandle,
): Promise<readonly { readonly state: OutboxState; readonly count: number; readonly oldest: Temporal.Instant }[]> {
  const rows = await read
    .read(db)
    .select('mail_outbox')
    .select((is) => ['state', is.fn.countAll<number | string>().as('count'), is.fn.min('queued_at').as('oldest')])
    .groupBy('state')
    .execute();
  return outboxStates.flatMap((state) => {
    const row = rows.find((one) => one.state === state);
    if (row === undefined) return [];
    return [{ state, count: Number(row.count), oldest: Temporal.Instant.from(row.oldest) }];
  });
}

/** What servers answered about messages that have not gone or were refused, each answer with how often: codes, never words or addresses. */
export async function outboxAnswers(
  db: ReadHandle,
  since: Temporal.Instant,
): Promise<readonly { readonly answer: string; readonly count: number }[]> {
  const rows = await read
    .read(db)
    .select('mail_outbox')
    .select((is) => ['answer', is.fn.countAll<number | string>().as('count')])
    .where('answer', 'is not', null)
    .where('queued_at', '>=', mailStamp(since))
    .groupBy('answer')
    .orderBy('answer')
    .limit(20)
    .execute();
  return rows.map((row) => ({ answer: row.answer ?? '', count: Number(row.count) }));
}

/** To whom a message of this school went; undefined for an id that is not ours, or whose address is no longer kept. */
export async function sentMessage(
  db: ReadHandle,
  id: string,
): Promise<{ readonly id: string; readonly address: string; readonly person: string | null } | undefined> {
  const row = await read
    .read(db)
    .select('mail_outbox')
    .select(['id', 'to_address', 'person_id', 'state'])
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'handed', 'unsure', 'waiting', 'bounced'])
    .executeTakeFirst();
  if (row === undefined || row.to_address === '') return undefined;
  return { id: row.id, address: row.to_address, person: row.person_id };
}

/** Notes that a message came back, in the command that takes it in. */
export async function markReturned(
  handle: WriteHandle,
  id: string,
  status: string,
  now: Temporal.Instant,
): Promise<void> {
  await machineryIn<Tables>(handle, sealed)
    .updateTable('mail_outbox')
    .set({ state: 'bounced', answer: status, ended_at: mailStamp(now), fields: null, lease_until: null })
    .where('school_id', '=', handle.school)
    .where('id', '=', id)
    .execute();
}

/** Puts the messages whose outcome nobody knows back to be sent, in a command, and says how many. They may arrive twice. */
export async function sendUnsureAgain(handle: WriteHandle, now: Temporal.Instant): Promise<number> {
  const changed = await machineryIn<Tables>(handle, sealed)
    .updateTable('mail_outbox')
    .set({ state: 'waiting', unknown_outcomes: 0, next_at: mailStamp(now), ended_at: null })
    .where('school_id', '=', handle.school)
    .where('state', '=', 'unsure')
    .executeTakeFirst();
  return Number(changed.numUpdatedRows);
}

/** The outbox for those who send from it. */
export interface Outbox {
  /** Ends what is too old, frees what a dead program had claimed, and holds or frees what goes to stopped addresses. */
  tidy(now: Temporal.Instant, isStopped: (school: string, address: string) => boolean): Promise<void>;
  /** Takes the message that has been due longest for one connection, until `leaseUntil`. Undefined: nothing is due. */
  claim(now: Temporal.Instant, leaseUntil: Temporal.Instant): Promise<OutboxRow | undefined>;
  /** Says that the first byte is about to go. Throws when the claim was lost: then it must not go. */
  handOver(row: OutboxRow): Promise<void>;
  /** Ends a message. */
  end(
    row: OutboxRow,
    state: 'sent' | 'bounced' | 'refused' | 'unsure',
    now: Temporal.Instant,
    answer?: string,
  ): Promise<void>;
  /** Puts a message back to be tried from `next` on. `failed` counts it as a try; `unknown` as a hand-over whose outcome nobody knows. */
  putBack(
    row: OutboxRow,
    next: Temporal.Instant,
    why: { failed: boolean; unknown: boolean; answer?: string },
  ): Promise<void>;
  /** What waits for its person's mail of the day, oldest first for each person. */
  gathering(): Promise<readonly Gathering[]>;
  /** Makes one mail of what is gathered for a person; kinds in `unwanted` are dropped. One transaction. */
  gather(of: Gathering, parts: { id: Id<'mail'>; now: Temporal.Instant; unwanted: ReadonlySet<string> }): Promise<void>;
}

/** What is gathered for one person. */
export interface Gathering {
  readonly school: string;
  readonly person: string;
  /** When the oldest of it was queued. */
  readonly since: Temporal.Instant;
}

/** Opens the outbox. */
export function openOutbox(store: Store): Outbox {
  const tables: Machinery<Tables> = machinery<Tables>(store, sealed);
  return {
    tidy: (now, isStopped) =>
      tables.transaction(async (db) => {
        const at = mailStamp(now);
        await db
          .updateTable('mail_outbox')
          .set({ state: 'expired', ended_at: at, fields: null })
          .where('state', 'in', ['waiting', 'held', 'gathering'])
          .where('expires_at', '<=', at)
          .execute();
        await db
          .updateTable('mail_outbox')
          .set({ state: 'waiting', lease_until: null })
          .where('state', '=', 'claimed')
          .where('lease_until', '<=', at)
          .execute();
        await db
          .updateTable('mail_outbox')
          .set({ state: 'unsure', lease_until: null, ended_at: at, answer: 'unknown' })
          .where('state', '=', 'handed')
          .where('lease_until', '<=', at)
          .where('unknown_outcomes', '>=', 1)
          .execute();
        await db
          .updateTable('mail_outbox')
          .set({ state: 'waiting', lease_until: null, unknown_outcomes: 1, next_at: at })
          .where('state', '=', 'handed')
          .where('lease_until', '<=', at)
          .execute();
        const open = await db
          .selectFrom('mail_outbox')
          .select(['school_id', 'to_address', 'state'])
          .where('state', 'in', ['waiting', 'held'])
          .groupBy(['school_id', 'to_address', 'state'])
          .execute();
        for (const { school_id: school, to_address: address, state } of open) {
          const stopped = isStopped(school, address);
          if (stopped === (state === 'held')) continue;
          await db
            .updateTable('mail_outbox')
            .set({ state: stopped ? 'held' : 'waiting', next_at: at })
            .where('school_id', '=', school)
            .where('to_address', '=', address)
            .where('state', '=', state)
            .execute();
        }
        await db
          .updateTable('mail_outbox')
          .set({ to_address: '' })
          .where('ended_at', '<=', mailStamp(now.subtract({ hours: ADDRESS_KEPT_HOURS })))
          .where('to_address', '!=', '')
          .execute();
      }),

    claim: (now, leaseUntil) =>
      tables.transaction(async (db) => {
        const row = await db
          .selectFrom('mail_outbox')
          .selectAll()
          .where('state', '=', 'waiting')
          .where('next_at', '<=', mailStamp(now))
          .orderBy('next_at')
          .orderBy('id')
          .limit(1)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        const taken = await db
          .updateTable('mail_outbox')
          .set({ state: 'claimed', lease_until: mailStamp(leaseUntil) })
          .where('id', '=', row.id)
          .where('state', '=', 'waiting')
          .executeTakeFirst();
        return taken.numUpdatedRows === 1n
          ? { ...row, state: 'claimed', lease_until: mailStamp(leaseUntil) }
          : undefined;
      }),

    handOver: (row) => move(row, 'claimed', { state: 'handed' }),

    end: (row, state, now, answer) =>
      move(row, undefined, {
        state,
        lease_until: null,
        attempts: row.attempts + 1,
        ended_at: mailStamp(now),
        written_at: state === 'sent' ? mailStamp(now) : null,
        answer: answer ?? null,
        // What could still be wanted is kept only where somebody may have it sent again.
        ...(state === 'unsure' ? {} : { fields: null }),
      }),

    putBack: (row, next, why) =>
      move(row, undefined, {
        state: 'waiting',
        lease_until: null,
        next_at: mailStamp(next),
        attempts: row.attempts + (why.failed ? 1 : 0),
        unknown_outcomes: row.unknown_outcomes + (why.unknown ? 1 : 0),
        answer: why.answer ?? row.answer,
      }),

    async gathering() {
      const rows = await tables.reading
        .selectFrom('mail_outbox')
        .select((is) => ['school_id', 'person_id', is.fn.min('queued_at').as('since')])
        .where('state', '=', 'gathering')
        .groupBy(['school_id', 'person_id'])
        .execute();
      return rows.flatMap(({ school_id: school, person_id: person, since }) =>
        person === null ? [] : [{ school, person, since: Temporal.Instant.from(since) }],
      );
    },

    gather: (of, { id, now, unwanted }) =>
      tables.transaction(async (db) => {
        const at = mailStamp(now);
        const rows = await db
          .selectFrom('mail_outbox')
          .select(['id', 'kind', 'to_address'])
          .where('school_id', '=', of.school)
          .where('person_id', '=', of.person)
          .where('state', '=', 'gathering')
          .orderBy('queued_at')
          .execute();
        const wanted = rows.filter((row) => !unwanted.has(row.kind));
        const counts: Record<string, number> = {};
        for (const { kind } of wanted) counts[kind] = (counts[kind] ?? 0) + 1;
        for (const row of rows) {
          const kept = !unwanted.has(row.kind);
          await db
            .updateTable('mail_outbox')
            .set({ state: kept ? 'gathered' : 'unwanted', ended_at: at, fields: null, digest_id: kept ? id : null })
            .where('id', '=', row.id)
            .execute();
        }
        const newest = wanted.at(-1);
        if (newest === undefined) return;
        await db
          .insertInto('mail_outbox')
          .values({
            ...NOT_ENDED,
            id,
            school_id: of.school,
            to_address: newest.to_address,
            person_id: of.person,
            kind: DIGEST,
            fields: JSON.stringify(counts),
            state: 'waiting',
            attempts: 0,
            unknown_outcomes: 0,
            queued_at: at,
            next_at: at,
            lease_until: null,
            expires_at: mailStamp(now.add({ hours: 24 })),
          })
          .execute();
      }),
  };

  /** Changes a row that this program has claimed. Throws when the claim was lost. */
  async function move(row: OutboxRow, from: OutboxState | undefined, set: Partial<OutboxRow>): Promise<void> {
    const changed = await tables.transaction((db) => {
      const update = db
        .updateTable('mail_outbox')
        .set(set)
        .where('id', '=', row.id)
        .where('lease_until', '=', row.lease_until);
      return (
        from === undefined ? update.where('state', 'in', ['claimed', 'handed']) : update.where('state', '=', from)
      ).executeTakeFirst();
    });
    if (changed.numUpdatedRows !== 1n) throw new Error('the claim on a message of the outbox was lost');
  }
}

/** How long the address of a message stays after it ended: mail comes back within days. */
const ADDRESS_KEPT_HOURS = 30 * 24;
