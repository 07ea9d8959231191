import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { guardedTables } from '../../../platform/deletion/guarded-tables.ts';
import {
  approveWarrant,
  executeWarrant,
  rowsFingerprint,
  type Execution,
  type WarrantRow,
} from '../../../platform/deletion/warrants.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { safekeepingEvents } from '../events.ts';
import { mayApproveDeletion, mayExecute, mayRestore } from '../policy.ts';

/** Deletion warrants as commands: approved by the head, executed by a job, replayed after a restore. Pages for them come with retention. */

const table = z.string().refine((name) => Object.hasOwn(guardedTables, name), {
  error: 'Choose a kind of record that is deleted by a warrant',
});
const row = z.object({ table, id: recordId<'record'>() });
/** What one warrant may name: more is a second warrant. */
const MOST_ROWS = 20_000;
const rows = z.array(row).min(1).max(MOST_ROWS);
const reason = z.string().regex(/^[a-z0-9][a-z0-9.:-]{0,79}$/);

/** Approves that these records go. They go when the job executes the warrant, unless a legal hold lies on one of them. */
export const approveDeletion = command({
  name: 'safekeeping.approve-deletion',
  input: z.object({ rows, reason }),
  events: { 'deletion-warrant-approved': safekeepingEvents['deletion-warrant-approved'] },
  load: wholeSchool,
  policy: mayApproveDeletion,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to sign a deletion.');
    const list = [...new Map(input.rows.map((one) => [`${one.table}:${one.id}`, one])).values()];
    const id = newId<'deletion-warrant'>();
    await approveWarrant(db, { id, rows: list, reason: input.reason, approvedBy: actor.person, at: now });
    return done(id, {
      name: 'deletion-warrant-approved',
      subject: id,
      data: { reason: input.reason, rows: list.length, list: rowsFingerprint(list) },
    });
  },
});

/** A hold kept all of it: that is what the trail says, the first time and after a restore. */
const heldBack = (id: string, kept: readonly WarrantRow[]) =>
  done({ held: kept.length, deleted: 0 }, { name: 'deletion-held' as const, subject: id, data: { held: kept.length } });

/** What an execution deleted and what a hold kept back beside it, for whoever asked and for the trail. */
const whatWent = (id: string, { named, deleted, held }: Extract<Execution, { is: 'executed' }>) => ({
  value: { held: held.length, deleted },
  data: { rows: named.length, deleted, list: rowsFingerprint(named) },
  beside: held.length === 0 ? [] : [{ name: 'deletion-held' as const, subject: id, data: { held: held.length } }],
});

/** Deletes what an approved warrant names. What a legal hold lies on stays; that is written down too. */
export const executeDeletion = command({
  name: 'safekeeping.execute-deletion',
  input: z.object({ id: recordId<'deletion-warrant'>() }),
  events: {
    'deletion-warrant-executed': safekeepingEvents['deletion-warrant-executed'],
    'deletion-held': safekeepingEvents['deletion-held'],
  },
  load: wholeSchool,
  policy: mayExecute,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input }) => {
    const result = await executeWarrant(db, { id: input.id, at: now });
    if (result.is === 'not-approved') return failed('', 'This deletion is not approved, or was done already.');
    if (result.is === 'held') return heldBack(input.id, result.rows);
    const { value, data, beside } = whatWent(input.id, result);
    return done(value, { name: 'deletion-warrant-executed' as const, subject: input.id, data }, ...beside);
  },
});

/** After a restore: deletes again what a warrant deleted after that backup was taken. A hold that stood then keeps it for people to look at. */
export const replayDeletion = command({
  name: 'safekeeping.replay-deletion',
  input: z.object({
    id: recordId<'deletion-warrant'>(),
    known: z.boolean(),
    rows,
    reason,
    approvedBy: z.string(),
    approvedAt: z.string(),
  }),
  events: {
    'deletion-warrant-replayed': safekeepingEvents['deletion-warrant-replayed'],
    'deletion-held': safekeepingEvents['deletion-held'],
  },
  load: wholeSchool,
  policy: mayRestore,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input }) => {
    if (!input.known) {
      const at = Temporal.Instant.from(input.approvedAt);
      await approveWarrant(db, {
        id: input.id,
        rows: input.rows,
        reason: input.reason,
        approvedBy: input.approvedBy,
        at,
      });
    }
    const result = await executeWarrant(db, { id: input.id, at: now, only: input.rows });
    if (result.is === 'not-approved') return failed('', 'It was done already.');
    if (result.is === 'held') return heldBack(input.id, result.rows);
    const { value, data, beside } = whatWent(input.id, result);
    return done(value, { name: 'deletion-warrant-replayed' as const, subject: input.id, data }, ...beside);
  },
});
