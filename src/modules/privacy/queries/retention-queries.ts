import { z } from 'zod';

import { both, confirmedLately } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { listBackups } from '../../../platform/backup/backup-folder.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { namesOf } from '../../people/index.ts';
import { keepRule } from '../../safekeeping/index.ts';
import { batchesIn, batchesToSign, batchSubject, keptBack, proofOf, type BatchSubject } from '../batches.ts';
import { listOf } from '../commands/sign-deletion.ts';
import { retentionEvents } from '../events.ts';
import { mayHold, maySeeHolds, maySeeBatch, maySeeRetention, maySignBatch, maySignClass } from '../policy.ts';
import {
  asInForce,
  batchOf,
  rowKey,
  signedClass,
  signedClasses,
  type SignedClass,
  waitingIn,
  waitingInEach,
  type Waiting,
} from '../queue.ts';
import { shownHolds } from '../shown-holds.ts';

/** How many finished deletions the list shows. */
const MOST_PROOFS = 50;

export function retentionQueries(parts: Pick<ModuleParts, 'whole' | 'config'>) {
  const seeRetention = query({
    name: 'privacy.see-retention',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: maySeeRetention,
    leaves: 'It shows how many records of each kind are past their time, and no record.',
    answer: async (db, { actor, now }) => {
      const today = schoolDay(now);
      const looked = await waitingInEach(parts, db, signedClasses(parts), { actor, today });
      const classes = looked.map(({ one, all, waiting }) => {
        const open = waiting.filter((each) => each.kept === undefined);
        return {
          one,
          all: all.length,
          open: open.length,
          oldest: open.at(0)?.record.dueOn ?? all.at(0)?.dueOn,
          maySign: maySignClass(actor, one.signers).allowed,
        };
      });
      const shown = await shownHolds(db, {
        actor,
        now,
        recordsOf: (kind) => Promise.resolve(looked.find(({ one }) => one.code === kind)?.all ?? []),
      });
      const signing = await batchesToSign(parts, db, MOST_PROOFS);
      const signed = await batchesIn(db, 'signed', MOST_PROOFS);
      return {
        classes,
        signing: signing.map((subject) => ({ subject, mine: maySignBatch(actor, subject).allowed })),
        signed,
        keptBack: await keptBack(db, signed),
        others: parts
          .whole()
          .flatMap((module) => module.retention)
          .filter((one) => one.due === undefined),
        holds: shown.filter((hold) => hold.releasedAt === null).length,
        maySeeHolds: maySeeHolds(actor).allowed,
      };
    },
  });

  const reviewClass = query({
    name: 'privacy.review-class',
    input: z.object({ code: z.string() }),
    events: { 'retention-list-viewed': retentionEvents['retention-list-viewed'] },
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor, one) => maySignClass(actor, one.signers),
    answer: async (db, { actor, now, subject: one }) => {
      const waiting = await waitingIn(parts, db, one, { actor, today: schoolDay(now) });
      const batch = batchOf(waiting);
      return { one: await asInForce(db, one), waiting, batch, list: listOf(batch), mayHold: mayHold(actor).allowed };
    },
    leaves: ({ waiting }, { subject }) => [
      {
        name: 'retention-list-viewed' as const,
        subject: subject.code,
        data: { class: subject.code, records: waiting.length },
      },
    ],
  });

  /** The page on which a signature is given: it asks who is there, so its query does as well. */
  const beforeSigning = query({
    ...reviewClass,
    name: 'privacy.before-signing',
    policy: (actor, one: SignedClass) => both(maySignClass(actor, one.signers), confirmedLately(actor)),
  });

  const beforeKeeping = query({
    name: 'privacy.before-keeping',
    input: z.object({ code: z.string(), record: z.string().max(200).default('') }),
    events: { 'retention-list-viewed': retentionEvents['retention-list-viewed'] },
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor, one) => maySignClass(actor, one.signers),
    answer: async (db, { actor, now, input, subject: one }) => {
      const waiting = await waitingIn(parts, db, one, { actor, today: schoolDay(now) });
      return { one, found: waiting.find((each) => rowKey(each.record) === input.record)?.record };
    },
    leaves: (_value, { subject }) => [
      { name: 'retention-list-viewed' as const, subject: subject.code, data: { class: subject.code, records: 1 } },
    ],
  });

  const batchInput = z.object({ id: recordId<'retention-batch'>() });
  const seeDeletion = query({
    name: 'privacy.see-deletion',
    input: batchInput,
    events: { 'deletion-batch-viewed': retentionEvents['deletion-batch-viewed'] },
    load: (db, { id }) => batchSubject(parts, db, id),
    policy: maySeeBatch,
    answer: async (db, { actor, now, subject }) => {
      const { batch, one } = subject;
      const listed = new Set(subject.lines.map((line) => `${line.table_name}:${line.row_id}`));
      const waiting: readonly Waiting[] =
        batch.state === 'signing' && maySignClass(actor, one.signers).allowed
          ? (await waitingIn(parts, db, one, { actor, today: schoolDay(now) })).filter((each) =>
              listed.has(rowKey(each.record)),
            )
          : [];
      return {
        subject,
        waiting,
        maySign: maySignBatch(actor, subject).allowed,
        proof: batch.warrant_id === null ? undefined : await proofOf(db, batch.warrant_id),
        held: (await keptBack(db, [batch])).get(batch.id) ?? 0,
        names: await namesOf(
          db,
          subject.signatures.map((one) => asId<'person'>(one.by)),
        ),
        keep: await keepRule(db),
        oldestBackup: listBackups(parts.config.backupFolder).at(-1)?.at,
      };
    },
    leaves: (_value, { subject }) => [
      { name: 'deletion-batch-viewed' as const, subject: subject.batch.id, data: { class: subject.batch.class_code } },
    ],
  });
  const beforeCountersigning = query({
    ...seeDeletion,
    name: 'privacy.before-countersigning',
    policy: (actor, subject: BatchSubject) => both(maySignBatch(actor, subject), confirmedLately(actor)),
  });
  return { seeRetention, reviewClass, beforeSigning, beforeKeeping, seeDeletion, beforeCountersigning };
}

export type RetentionQueries = ReturnType<typeof retentionQueries>;
