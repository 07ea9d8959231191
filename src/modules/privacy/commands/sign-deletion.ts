import { z } from 'zod';

import { both, confirmedLately, type PersonActor } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, type EffectContext } from '../../../platform/commands/command.ts';
import { approveWarrant, rowsFingerprint, type WarrantRow } from '../../../platform/deletion/warrants.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { DueRecord } from '../../module.ts';
import { safekeepingEvents } from '../../safekeeping/index.ts';
import { batchSubject } from '../batches.ts';
import { retentionEvents } from '../events.ts';
import { maySignBatch, maySignClass } from '../policy.ts';
import { batchOf, rowKey, signedClass, waitingIn, type SignedClass, type Whole } from '../queue.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { retentionTables } from '../tables.ts';

const events = {
  'deletion-signed': retentionEvents['deletion-signed'],
  'deletion-batch-dropped': retentionEvents['deletion-batch-dropped'],
  'deletion-warrant-approved': safekeepingEvents['deletion-warrant-approved'],
};

const CHANGED = 'The list has changed since you looked at it. Look at it again before you sign.';

/** What a signature stands under: the records and all their parts, whatever their order. */
export function listOf(records: readonly DueRecord[]): string {
  return rowsFingerprint(rowsOf(records));
}

const rowsOf = (records: readonly DueRecord[]): readonly WarrantRow[] => [
  ...new Map(
    records
      .flatMap((record) => [{ table: record.table, id: record.id }, ...record.parts])
      .map((row) => [rowKey(row), row]),
  ).values(),
];

/** Signs that the oldest records of a class go. Where nobody else has to sign, they go within a minute; otherwise the batch waits for the others. */
export function makeSignDeletion(parts: Whole) {
  return command({
    name: 'privacy.sign-deletion',
    input: z.object({ code: z.string(), list: z.string().regex(/^[0-9a-f]{64}$/, CHANGED) }),
    events,
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor, one) => both(maySignClass(actor, one.signers), confirmedLately(actor)),
    prepare: nothing,
    changesFilter: false,
    effect: async (context) => {
      const { db, actor, now, input, subject: one, newId } = context;
      if (actor.kind !== 'person') return failed('', 'Sign in to sign a deletion.');
      const open = await retentionTables
        .read(db)
        .select('retention_batch')
        .select('id')
        .where('class_code', '=', one.code)
        .where('state', '=', 'signing')
        .where('begun_by', '=', actor.person)
        .executeTakeFirst();
      if (open !== undefined) return failed('', 'A list that you signed still waits for the second signature.');
      const records = batchOf(await waitingIn(parts, db, one, { actor, today: schoolDay(now) }));
      if (records.length === 0) return failed('', 'Nothing is left on the list.');
      const list = listOf(records);
      if (list !== input.list) return failed('', CHANGED);
      const place = one.signers.findIndex((roles) => roles.some((role) => actor.roles.has(role)));
      const id = newId<'retention-batch'>();
      const whole = one.signers.length === 1;
      const warrant = whole ? newId<'deletion-warrant'>() : null;
      const days = records.map((record) => record.dueOn.toString()).sort();
      const t = retentionTables.write(db);
      await t.insert('retention_batch', {
        id,
        class_code: one.code,
        state: whole ? 'signed' : 'signing',
        version: 1,
        begun_at: now.toString(),
        begun_by: actor.person,
        record_count: records.length,
        row_count: rowsOf(records).length,
        oldest_day: days.at(0) ?? '',
        newest_day: days.at(-1) ?? '',
        warrant_id: warrant,
        approved_at: whole ? now.toString() : null,
        approved_records: whole ? records.length : null,
      });
      for (let at = 0; at < records.length; at += 50) {
        await t.insertAll(
          'retention_line',
          records.slice(at, at + 50).map((record) => ({
            id: newId<'retention-line'>(),
            batch_id: id,
            table_name: record.table,
            row_id: record.id,
            due_on: record.dueOn.toString(),
            outcome: whole ? 'warranted' : 'listed',
          })),
        );
      }
      await sign(context, { batch: id, place: Math.max(place, 0), by: actor });
      const signed = {
        name: 'deletion-signed' as const,
        subject: id,
        data: { class: one.code, records: records.length, list, place: Math.max(place, 0) },
      };
      if (warrant === null) return done({ id, whole }, signed);
      return done({ id, whole }, signed, await approve(context, { warrant, one, records, by: actor }));
    },
  });
}

/** Signs a batch that somebody else began. With the last signature what is still past its time, and nothing keeps, gets its warrant. */
export function makeCountersign(parts: Whole) {
  return command({
    name: 'privacy.countersign-deletion',
    input: z.object({ id: recordId<'retention-batch'>() }),
    events,
    load: (db, { id }) => batchSubject(parts, db, id),
    policy: (actor, subject) => both(maySignBatch(actor, subject), confirmedLately(actor)),
    prepare: nothing,
    changesFilter: false,
    effect: async (context) => {
      const { db, actor, now, subject, newId } = context;
      const { batch, one, signed, lines } = subject;
      if (actor.kind !== 'person') return failed('', 'Sign in to sign a deletion.');
      const place = subject.placeOf(actor);
      if (batch.state !== 'signing' || place === undefined) return failed('', 'This list needs no signature of yours.');
      const listed = new Set(lines.map((line) => `${line.table_name}:${line.row_id}`));
      const records = (await waitingIn(parts, db, one, { actor, today: schoolDay(now) }))
        .filter((each) => each.kept === undefined && listed.has(rowKey(each.record)))
        .map((each) => each.record);
      const last = signed.size + 1 === one.signers.length;
      const t = retentionTables.write(db);
      const warrant = last && records.length > 0 ? newId<'deletion-warrant'>() : null;
      await changeOne(
        t
          .update('retention_batch')
          .set({
            version: batch.version + 1,
            state: records.length === 0 ? 'dropped' : last ? 'signed' : 'signing',
            warrant_id: warrant,
            approved_at: warrant === null ? null : now.toString(),
            approved_records: warrant === null ? null : records.length,
          })
          .where('id', '=', batch.id)
          .where('version', '=', batch.version),
      );
      if (records.length === 0) {
        return done(
          { deleted: 0, last },
          { name: 'deletion-batch-dropped' as const, subject: batch.id, data: { class: one.code } },
        );
      }
      await sign(context, { batch: batch.id, place, by: actor });
      const event = {
        name: 'deletion-signed' as const,
        subject: batch.id,
        data: { class: one.code, records: records.length, list: listOf(records), place },
      };
      if (warrant === null) return done({ deleted: 0, last }, event);
      const going = new Set(records.map(rowKey));
      for (const outcome of ['warranted', 'left-out'] as const) {
        const ids = lines
          .filter((line) => going.has(`${line.table_name}:${line.row_id}`) === (outcome === 'warranted'))
          .map((line) => line.id);
        if (ids.length > 0) await t.update('retention_line').set({ outcome }).where('id', 'in', ids).execute();
      }
      return done(
        { deleted: records.length, last },
        event,
        await approve(context, { warrant, one, records, by: actor }),
      );
    },
  });
}

type Acting = Pick<EffectContext<unknown, unknown, unknown>, 'db' | 'now' | 'newId'>;

async function sign(
  { db, now, newId }: Acting,
  given: { readonly batch: string; readonly place: number; readonly by: PersonActor },
): Promise<void> {
  await retentionTables.write(db).insert('retention_signature', {
    id: newId<'retention-signature'>(),
    batch_id: given.batch,
    place: given.place,
    by_id: given.by.person,
    at: now.toString(),
  });
}

async function approve(
  { db, now }: Acting,
  given: {
    readonly warrant: string;
    readonly one: SignedClass;
    readonly records: readonly DueRecord[];
    readonly by: PersonActor;
  },
) {
  const rows = rowsOf(given.records);
  await approveWarrant(db, {
    id: given.warrant,
    reason: given.one.code,
    approvedBy: given.by.person,
    records: given.records.map((record) => ({
      rows: [{ table: record.table, id: record.id }, ...record.parts],
      people: record.people,
    })),
    at: now,
  });
  return {
    name: 'deletion-warrant-approved' as const,
    subject: given.warrant,
    data: { reason: given.one.code, rows: rows.length, list: rowsFingerprint(rows) },
  };
}
