import { z } from 'zod';

import { askByName } from '../../by-name.ts';
import { pupils } from '../people.ts';
import { act, actorOf, anId, dayOf, instantOf, type Beat, type Telling } from '../telling.ts';

/** What the term holds about keeping and copying records: a legal hold, a record kept longer, and a parent's request for a copy that is half prepared. */

const child = pupils['zac.bramble'];

export function privacyBeats(telling: Telling): readonly Beat[] {
  let id = '';
  const at = (day: number, time: string, happens: () => Promise<void>): Beat => ({
    at: instantOf(telling, { day, at: time }),
    happens,
  });
  return [
    at(-24, '11:00', async () => {
      await act(telling, 'privacy.hold-person', await actorOf(telling, 'head'), {
        name: 'Wilf Yarrowby',
        reason: 'The family’s solicitor has written about the playground in spring.',
        review: dayOf(telling.days, 60).toString(),
      });
    }),
    at(-23, '11:00', () => keepOne(telling)),
    at(-6, '09:40', async () => {
      const input = {
        name: `${child.given} ${child.family}`,
        as: 'parent',
        asker: 'His father',
        identity: 'He came to the office, which has known him for years.',
        received: dayOf(telling.days, -7).toString(),
        wants: 'What is written down about the phone, and what the filter raised.',
      };
      id = anId.parse(await act(telling, 'privacy.record-request', await actorOf(telling, 'office'), input));
    }),
    at(-5, '10:00', async () => {
      await act(telling, 'privacy.gather-records', await actorOf(telling, 'office'), { id });
    }),
    at(-4, '10:00', () => decideHalf(telling, id)),
  ];
}

const listed = z.object({
  waiting: z.array(z.object({ record: z.object({ table: z.string(), id: z.string() }), kept: z.unknown().optional() })),
});

/** The head keeps the newest of the old visits for the history of the hall. */
async function keepOne(telling: Telling): Promise<void> {
  const head = await actorOf(telling, 'head');
  const code = 'register-visitors';
  const { waiting } = listed.parse(await askByName(telling.whole, 'privacy.review-class', head, { code }));
  const record = waiting.at(-1)?.record;
  if (record === undefined) throw new TypeError('no visit of the story is past its time');
  await act(telling, 'privacy.keep-record', head, {
    code,
    record: `${record.table}:${record.id}`,
    until: dayOf(telling.days, 4).add({ years: 1 }).toString(),
    reason: 'The insurer asks who was in the hall that week.',
  });
}

const seen = z.object({
  pieces: z.array(z.object({ piece: z.object({ id: z.string() }), mine: z.boolean() })),
});
const piece = z.object({ seen: z.string() });

/** The office decides on every other piece that it may read. */
async function decideHalf(telling: Telling, id: string): Promise<void> {
  const office = await actorOf(telling, 'office');
  const { pieces } = seen.parse(await askByName(telling.whole, 'privacy.see-request', office, { id }));
  for (const { piece: one } of pieces.filter(({ mine }, at) => mine && at % 2 === 0)) {
    const { seen: mark } = piece.parse(
      await askByName(telling.whole, 'privacy.see-piece', office, { id, piece: one.id }),
    );
    await act(telling, 'privacy.decide-piece', office, { id, piece: one.id, decision: 'give', seen: mark });
  }
}
