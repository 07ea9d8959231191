import { createHash } from 'node:crypto';

import type { Actor } from '../access/access.ts';
import { inSchool } from '../db/school-scope.ts';
import type { AnyKysely } from '../db/store.ts';
import type { SchoolId } from '../ids/ids.ts';
import type { AnyEvent, EventDefinition } from './events.ts';

/**
 * The audit trail: one hash chain per school, append-only by trigger. Each row's hash covers the row and the hash before it.
 * Said exactly: a changed or removed row is found; a complete rewrite is found only against an anchor (the head kept elsewhere).
 */

export interface AuditRow {
  readonly school_id: string;
  readonly seq: number;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor: string;
  readonly request: string;
  readonly event: string;
  readonly subject_kind: string;
  readonly subject: string;
  readonly data: string;
  readonly hash: string;
}

/** What a school's first row is chained to. */
const GENESIS = '0'.repeat(64);

/** The hash of a row: SHA-256 over the previous hash and the row's columns in this order, as JSON. */
export function hashRow(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const columns = [
    previous,
    row.school_id,
    row.seq,
    row.at,
    row.actor_kind,
    row.actor,
    row.request,
    row.event,
    row.subject_kind,
    row.subject,
    row.data,
  ];
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

/** Writes events into the chain. The head is locked last in the transaction, so the caller does this after everything else. */
export type AppendAudit = (
  transaction: AnyKysely,
  school: SchoolId,
  entry: { at: Temporal.Instant; actor: Actor; events: readonly AnyEvent[] },
) => Promise<number>;

/** Makes the writer for a program that knows these events. An event that no module declares, or with free text in it, throws. */
export function makeAppendAudit(definitionOf: (name: string) => EventDefinition | undefined): AppendAudit {
  return async (transaction, school, { at, actor, events }) => {
    const db = inSchool(transaction, school);
    // Makes the head where there is none, and locks it until the transaction ends, as SELECT … FOR UPDATE would, in one statement that
    // both stores know: whoever comes second waits here and then reads what the first one wrote.
    const head = await db
      .insertInto('audit_head')
      .values({ school_id: school, seq: 0, hash: GENESIS })
      .onConflict((conflict) => conflict.column('school_id').doUpdateSet({ school_id: school }))
      .returning(['seq', 'hash'])
      .executeTakeFirstOrThrow();
    let seq = Number(head['seq']);
    let hash = String(head['hash']);
    const rows: AuditRow[] = events.map((event) => {
      const definition = definitionOf(event.name);
      if (definition === undefined) throw new TypeError(`event ${event.name} is in no module's list`);
      const row = {
        school_id: school,
        seq: ++seq,
        at: at.toString(),
        actor_kind: actor.kind,
        actor: actorId(actor),
        request: actor.request,
        event: event.name,
        subject_kind: definition.subject,
        subject: event.subject,
        data: JSON.stringify(definition.data.parse(event.data)),
      };
      hash = hashRow(hash, row);
      return { ...row, hash };
    });
    await db.insertInto('audit_event').values(rows).execute();
    await db.updateTable('audit_head').set({ seq, hash }).where('school_id', '=', school).execute();
    return seq;
  };
}

/** The id under which the trail knows an actor: a person's id, or the name of the machine part. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.person;
    case 'visitor':
      return 'visitor';
    case 'job':
    case 'filter':
    case 'command-line':
      return actor.name;
  }
}

export type ChainReport =
  | { readonly ok: true; readonly rows: number; readonly head: string }
  | { readonly ok: false; readonly rows: number; readonly at: number; readonly problem: string };

/**
 * Reads a school's whole chain, in batches, and says whether it holds; if not, at which row it breaks. With `newest`, only so many rows at its end, on the word of the
 * row before them: for pages, which must not wait for years of rows.
 */
export async function verifyChain(reading: AnyKysely, school: SchoolId, newest?: number): Promise<ChainReport> {
  const BATCH = 1000;
  // The head first: rows written while this runs lie beyond it and are checked next time.
  const head = await reading
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('school_id', '=', school)
    .executeTakeFirst();
  const end = Number(head?.['seq'] ?? 0);
  let seq = newest === undefined ? 0 : Math.max(0, end - newest);
  let hash = seq === 0 ? GENESIS : await hashAt(reading, school, seq);
  while (seq < end) {
    const rows = await reading
      .selectFrom('audit_event')
      .selectAll()
      .$castTo<AuditRow>()
      .where('school_id', '=', school)
      .where('seq', '>', seq)
      .where('seq', '<=', end)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1) {
        return { ok: false, rows: seq, at: seq + 1, problem: `row ${String(seq + 1)} is missing` };
      }
      if (hashRow(hash, row) !== row.hash) {
        return { ok: false, rows: seq, at: row.seq, problem: `row ${String(row.seq)} is not what was written` };
      }
      ({ seq, hash } = row);
    }
  }
  if (seq !== end) {
    return {
      ok: false,
      rows: seq,
      at: seq + 1,
      problem: `row ${String(seq + 1)} is missing: the head is at ${String(end)}`,
    };
  }
  if (String(head?.['hash'] ?? GENESIS) !== hash) {
    return { ok: false, rows: seq, at: seq, problem: 'the head does not carry the hash of the last row' };
  }
  return { ok: true, rows: seq, head: hash };
}

/** The hash of one row; '' when it is missing, so that the next one does not fit. */
async function hashAt(reading: AnyKysely, school: SchoolId, seq: number): Promise<string> {
  const row = await reading
    .selectFrom('audit_event')
    .select('hash')
    .where('school_id', '=', school)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return String(row?.['hash'] ?? '');
}
