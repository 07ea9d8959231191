import { z } from 'zod';

import { formName } from '../../modules/registers/index.ts';
import { askByName } from '../by-name.ts';
import type { Given } from './story.ts';
import type { DemoEntry } from './term-entry.ts';
import { confirmed, entries } from './term.ts';
import { act, actorOf, instantOf, runJob, TERM_BEGINS, valueOf, type Beat, type Telling } from './telling.ts';

/** Acts out the term before the week: what was written into registers, agreed to and closed, and what fell due. */

/** What was written, on its days; and each Monday or so a look at what falls due, as the job takes every few minutes. */
export function termBeats(telling: Telling): readonly Beat[] {
  const weeks = Array.from({ length: -TERM_BEGINS / 5 }, (_each, week) => TERM_BEGINS + 5 * week);
  return [
    ...entries.flatMap((entry, at) => entryBeats(telling, entry, at)),
    ...confirmed.map((key, at) => ({
      at: instantOf(telling, { day: -54, at: '16:00' }).add({ minutes: 3 * at }),
      happens: async () => {
        const actor = await actorOf(telling, key);
        const read = toAcknowledge.parse(await askByName(telling.whole, 'policy.read-to-acknowledge', actor, {}));
        await act(telling, 'policy.acknowledge', actor, { pack: read.pack.id });
      },
    })),
    ...weeks.map((day) => ({
      at: instantOf(telling, { day, at: '08:20' }),
      happens: () => runJob(telling, 'duties.keep'),
    })),
  ];
}

const toAcknowledge = z.object({ pack: z.object({ id: z.string() }) });
const added = z.object({ number: z.number() });

function entryBeats(telling: Telling, entry: DemoEntry, place: number): readonly Beat[] {
  const { register, by, agreed, closed } = entry;
  let number = '';
  let version = 1;
  // One after another, so that what happens on one day keeps the order in which it is written down.
  const at = (day: number, hour: number): Temporal.Instant =>
    instantOf(telling, { day, at: `${String(hour).padStart(2, '0')}:00` }).add({ seconds: place });
  const beats: Beat[] = [
    {
      at: at(entry.day, 9),
      happens: async () => {
        const form = await formOf(telling, entry.with);
        const input = { register, ...form };
        number = String(
          added.parse(await act(telling, 'registers.add-entry', await actorOf(telling, by), input)).number,
        );
      },
    },
  ];
  if (agreed !== undefined) {
    beats.push({
      at: at(agreed.day, 12),
      happens: async () => {
        const input = { register, number, version: String(version), decision: 'approve' };
        await act(telling, 'registers.decide-entry', await actorOf(telling, agreed.by), input);
        version += 1;
      },
    });
  }
  if (closed !== undefined) {
    beats.push({
      at: at(closed.day, 15),
      happens: async () => {
        const form = await formOf(telling, closed.with);
        const input = { register, number, version: String(version), ...form };
        await act(telling, 'registers.close-entry', await actorOf(telling, by), input);
        version += 1;
      },
    });
  }
  return beats;
}

async function formOf(telling: Telling, values: Readonly<Record<string, Given>>): Promise<Record<string, unknown>> {
  const form: Record<string, unknown> = {};
  for (const [code, given] of Object.entries(values)) form[formName(code)] = await valueOf(telling, given);
  return form;
}
