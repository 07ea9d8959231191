import { z } from 'zod';

import { dutyBeats } from './term/duties.ts';
import { ownRegisterBeats } from './term/own-register.ts';
import { policyBeats } from './term/policy-versions.ts';
import { privacyBeats } from './term/privacy.ts';
import { readEntries, type DemoEntry } from './term/read-entries.ts';
import { reviewBeats } from './term/reviews.ts';
import type { Given } from './story.ts';
import { act, actorOf, instantOf, valueOf, type Beat, type Telling } from './telling.ts';

/** Acts out the term before the week: what was written into registers, agreed to and closed, what became of the policy, and what fell due. */
export function termBeats(telling: Telling): readonly Beat[] {
  return [
    ...readEntries().flatMap((entry, at) => entryBeats(telling, entry, at)),
    ...ownRegisterBeats(telling),
    ...policyBeats(telling),
    ...reviewBeats(telling),
    ...privacyBeats(telling),
    ...dutyBeats(telling),
  ];
}

const added = z.object({ number: z.number() });

function entryBeats(telling: Telling, entry: DemoEntry, place: number): readonly Beat[] {
  const { register, by, decided, closed } = entry;
  let number = '';
  let version = 1;
  // One after another, so that what happens on one day keeps the order in which it is written down.
  const at = (day: number, hour: number): Temporal.Instant =>
    instantOf(telling, { day, at: `${String(hour).padStart(2, '0')}:00` }).add({ seconds: place });
  const beats: Beat[] = [
    {
      at: at(entry.day, 9),
      happens: async () => {
        const input = { register, ...(await formOf(telling, entry.with)) };
        number = String(
          added.parse(await act(telling, 'registers.add-entry', await actorOf(telling, by), input)).number,
        );
      },
    },
  ];
  if (decided !== undefined) {
    beats.push({
      at: at(decided.day, 12),
      happens: async () => {
        const decision = decided.yes ? 'approve' : 'refuse';
        const input = { register, number, version: String(version), decision, words: decided.words };
        await act(telling, 'registers.decide-entry', await actorOf(telling, decided.by), input);
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
  for (const [name, given] of Object.entries(values)) form[name] = await valueOf(telling, given);
  return form;
}
