import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import type { Duty } from '../module.ts';
import { batchesToSign } from './batches.ts';
import { maySignBatch, maySignClass } from './policy.ts';
import { batchOf, signedClasses, waitingInEach, type Whole } from './queue.ts';

/** Lists that wait at once: one a class at the most is usual. */
const MOST_SIGNING = 50;

/** What signers of deletions have to do: a list that waits for them, and records past their time. */
export function reviewRetention(parts: Whole): Duty {
  return {
    code: 'retention-review',
    title: 'Look through what is past its time, and sign that it goes',
    passes: 'with-the-post',
    linesFor: async (db, actor, { now }) => {
      if (actor.kind !== 'person') return [];
      const signing = await batchesToSign(parts, db, MOST_SIGNING);
      const waiting = signing.filter((each) => maySignBatch(actor, each).allowed);
      // A list that waits for its second signature is not asked for twice.
      const begun = new Set(signing.map(({ batch }) => batch.class_code));
      const mine = signedClasses(parts).filter(
        (one) => !begun.has(one.code) && maySignClass(actor, one.signers).allowed,
      );
      let records = 0;
      const kinds = new Set<string>();
      for (const each of await waitingInEach(parts, db, mine, { actor, today: schoolDay(now) })) {
        const batch = batchOf(each.waiting);
        records += batch.length;
        if (batch.length > 0) kinds.add(each.one.code);
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
