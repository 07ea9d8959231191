import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import type { Duty } from '../module.ts';
import { batchesIn, batchSubject } from './batches.ts';
import { maySignBatch, maySignClass } from './policy.ts';
import { batchOf, signedClasses, waitingIn, type Whole } from './queue.ts';

/** What signers of deletions have to do: a list that waits for them, and records past their time. */
export function reviewRetention(parts: Whole): Duty {
  return {
    code: 'retention-review',
    title: 'Look through what is past its time, and sign that it goes',
    passes: 'with-the-post',
    linesFor: async (db, actor, { now }) => {
      if (actor.kind !== 'person') return [];
      const waiting = [];
      for (const batch of await batchesIn(db, 'signing', 50)) {
        const subject = await batchSubject(parts, db, batch.id);
        if (subject !== undefined && maySignBatch(actor, subject).allowed) waiting.push(subject);
      }
      const mine = signedClasses(parts).filter((one) => maySignClass(actor, one.signers).allowed);
      let records = 0;
      const kinds = new Set<string>();
      for (const one of mine) {
        // A list that waits for its second signature is not asked for twice.
        if ((await batchesIn(db, 'signing', 50)).some((batch) => batch.class_code === one.code)) continue;
        const batch = batchOf(await waitingIn(parts, db, one, { actor, today: schoolDay(now) }));
        records += batch.length;
        if (batch.length > 0) kinds.add(one.code);
      }
      return [
        ...waiting.map(({ batch }) => ({
          text: `${formatPlural(batch.record_count, 'record waits', 'records wait')} for your signature before they are deleted`,
          href: `/privacy/deletions/${batch.id}`,
          action: 'Look through and sign',
          urgency: 3 as const,
        })),
        ...(records === 0
          ? []
          : [
              {
                text: `${formatPlural(records, 'record is', 'records are')} past their time, in ${formatPlural(kinds.size, 'kind')}`,
                href: '/privacy/retention',
                action: 'Look through them',
                urgency: 3 as const,
              },
            ]),
      ];
    },
  };
}
