import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { namesOf } from '../../people/index.ts';
import { retentionEvents } from '../events.ts';
import { mayHold, maySeeHolds } from '../policy.ts';
import { MOST_COUNTED, rowKey, signedClass, waitingIn, type Whole } from '../queue.ts';
import { shownHolds } from '../shown-holds.ts';

export function holdQueries(parts: Whole) {
  const seeHolds = query({
    name: 'privacy.see-holds',
    input: z.object({}),
    events: { 'holds-viewed': retentionEvents['holds-viewed'] },
    load: wholeSchool,
    policy: maySeeHolds,
    answer: async (db, { actor, now }) => {
      const mayLay = mayHold(actor).allowed;
      const recordsOf = async (kind: string) =>
        (await signedClass(parts, kind)?.due(db, { today: schoolDay(now), most: MOST_COUNTED })) ?? [];
      const holds = await shownHolds(db, { actor, now, recordsOf });
      const ids = holds.flatMap((hold) => [hold.placedBy, ...(hold.table === 'person' ? [hold.row] : [])]);
      return {
        mayLay,
        holds,
        names: await namesOf(
          db,
          [...new Set(ids)].map((id) => asId<'person'>(id)),
        ),
      };
    },
    leaves: ({ holds }) => [{ name: 'holds-viewed' as const, subject: 'legal-holds', data: { holds: holds.length } }],
  });
  const beforeHoldingPerson = query({
    name: 'privacy.before-holding-person',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: mayHold,
    leaves: 'It shows an empty form.',
    answer: () => Promise.resolve({}),
  });
  const beforeHoldingRecord = query({
    name: 'privacy.before-holding-record',
    input: z.object({ code: z.string(), record: z.string().max(200).default('') }),
    events: {},
    load: (_db, { code }) => Promise.resolve(signedClass(parts, code)),
    policy: (actor) => mayHold(actor),
    leaves: 'It shows the kind and number of one record that the asker may open, and nothing that is in it.',
    answer: async (db, { actor, now, input, subject: one }) => {
      const waiting = await waitingIn(parts, db, one, { actor, today: schoolDay(now) });
      return { one, found: waiting.find((each) => rowKey(each.record) === input.record)?.record };
    },
  });
  return { seeHolds, beforeHoldingPerson, beforeHoldingRecord };
}
