import { z } from 'zod';

import { askByName } from '../../by-name.ts';
import type { AdultKey } from '../people.ts';
import { act, actorOf, dayOf, idOf, instantOf, schoolBegins, type Beat, type Telling } from '../telling.ts';
import { SCHOOL_TIME_ZONE } from '../../../platform/time/clock.ts';

/** The reviews of filtering and monitoring: last year's, signed by all four; this year's, begun; and one out of turn, finished. */

type Words = Readonly<Record<string, string>>;

const lastYear: Words = {
  roles:
    'The deputy answers for filtering and monitoring, with the safeguarding lead and IT support. All three took the council’s course in spring.',
  pupils:
    'Most of our pupils have a tablet of their own by Year 3. Nineteen speak another language at home; the rules hang in every classroom with pictures.',
  blocked:
    'Each level was looked through with two teachers. Video stays closed for pupils; the search for pictures stays open with safe search.',
  'own-devices':
    'Only the music teacher brings a tablet. It is on the guests’ network, which is filtered as the pupils’ is.',
  ai: 'No AI tool is used with pupils. Staff may ask for one; each is judged first.',
  limits:
    'The filter does not see what happens inside apps of the tablets, nor at home. Adults walk round, and apps are put on by IT support only.',
  checks:
    'Tested in June on a tablet, a laptop and the office computer, on wire and wireless: the test pages were closed on all of them.',
  monitoring:
    'Alerts come to the safeguarding lead within minutes. Two in three were searches for school work; the words that raised them were looked at.',
  incidents: 'Nine in the year, none serious. Four were adverts on pages for games.',
  policies: 'The policy says what we do. Watches that send messages are not in it yet.',
};

/** Some of this year's: the rest is still to be written. */
const thisYear: Words = {
  roles: 'As last year. A new governor takes filtering and monitoring over in spring, and is to be trained before.',
  pupils:
    'Twenty-three pupils speak another language at home now. Year 6 talk about group chats more than about games.',
  blocked:
    'Requests of the autumn were mostly about pages of museums. Nothing was opened for pupils that the levels close.',
  checks:
    'Tested in the tenth week: closed for pupils and staff. In the guests’ network rude words come through in searches; the provider looks at it.',
};

/** Prepares, offers and signs the review of the school year before, in its last weeks. Right after the policy came into force: nothing else happened yet. */
export async function tellLastYearsReview(telling: Telling): Promise<void> {
  const began = schoolBegins(telling.days);
  const on = (days: number, at: string): void => {
    const plainTime = Temporal.PlainTime.from(at);
    telling.clock.set(began.add({ days }).toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime }).toInstant());
  };
  on(7, '10:00');
  const id = await opened(telling, 'standards.start-review', {});
  on(9, '15:30');
  await write(telling, id, lastYear);
  await decide(telling, id, 'Video pages', 'blocked', 'Pupils', 'Teachers show what they need on the whiteboard.');
  await decide(telling, id, 'Picture search', 'allowed', 'Years 3 to 6', 'Needed for projects; safe search is forced.');
  await plan(telling, id, 'Put watches that send messages into the policy', 'lead', began.add({ days: 120 }));
  await plan(telling, id, 'Look at the words that raise alerts again', 'dsl', began.add({ days: 60 }));
  await act(telling, 'standards.offer-review', await actorOf(telling, 'deputy'), { id });
  on(14, '16:10');
  await sign(telling, id, ['deputy', 'dsl', 'technician', 'governor']);
  on(18, '09:30');
  await finish(telling, id, 'dsl', 'Four words were taken out, two put in.');
}

/** This term's: the yearly one is begun, and the one that a first device of its kind called for is finished. */
export function reviewBeats(telling: Telling): readonly Beat[] {
  let id = '';
  const at = (day: number, time: string, happens: () => Promise<void>): Beat => ({
    at: instantOf(telling, { day, at: time }),
    happens,
  });
  return [
    at(-47, '14:00', async () => {
      const [open] = (await listed(telling)).filter((one) => one.state === 'draft');
      if (open === undefined) throw new TypeError('nothing called for a review out of turn');
      await write(telling, open.id, {
        cause:
          'The inventory was begun anew in this program; nothing in it is new to the school. The laptop of Year 6 goes home and is not encrypted.',
        blocked: 'The same levels hold on all of them. They were tried on one laptop and on the server.',
        limits: 'Away from school the provider’s filter does not reach the laptops.',
        incidents: 'None.',
      });
      await plan(telling, open.id, 'Encrypt the laptop of Year 6', 'technician', dayOf(telling.days, 20));
      await act(telling, 'standards.offer-review', await actorOf(telling, 'deputy'), { id: open.id });
      await sign(telling, open.id, ['deputy', 'dsl']);
    }),
    at(-20, '10:30', async () => {
      id = await opened(telling, 'standards.start-review', {});
    }),
    at(-19, '15:40', () => write(telling, id, thisYear)),
    at(-10, '15:45', async () => {
      await decide(
        telling,
        id,
        'Pages of museums',
        'allowed',
        'Pupils',
        'Asked for five times this autumn, and each time right.',
      );
      await plan(telling, id, 'Close rude words in the guests’ network', 'technician', dayOf(telling.days, 12));
    }),
  ];
}

const made = z.object({ id: z.string() });

async function opened(telling: Telling, does: string, input: object): Promise<string> {
  return made.parse(await act(telling, does, await actorOf(telling, 'deputy'), input)).id;
}

async function write(telling: Telling, id: string, words: Words): Promise<void> {
  const actor = await actorOf(telling, 'dsl');
  for (const [section, text] of Object.entries(words)) {
    await act(telling, 'standards.write-section', actor, { id, section, words: text });
  }
}

async function decide(telling: Telling, id: string, what: string, verdict: string, forWhom: string, why: string) {
  await act(telling, 'standards.record-decision', await actorOf(telling, 'deputy'), {
    id,
    what,
    verdict,
    forWhom,
    why,
  });
}

async function plan(telling: Telling, id: string, what: string, owner: AdultKey, due: Temporal.PlainDate) {
  const input = { id, what, owner: idOf(telling, owner), due: due.toString() };
  await act(telling, 'standards.plan-action', await actorOf(telling, 'deputy'), input);
}

const shown = z.object({
  review: z.object({ sha256: z.string() }),
  capacities: z.array(z.string()),
  content: z.object({ tasks: z.array(z.object({ id: z.string(), owner: z.string() })) }),
});

/** Each signs what is on their screen, having shown once more who they are. */
async function sign(telling: Telling, id: string, who: readonly AdultKey[]): Promise<void> {
  for (const key of who) {
    const actor = { ...(await actorOf(telling, key)), session: { id: '', confirmedLately: true } };
    const { review, capacities } = shown.parse(
      await askByName(telling.whole, 'standards.show-review-to-sign', actor, { id }),
    );
    const input = { id, capacity: capacities[0] ?? '', sha256: review.sha256, read: 'yes' };
    await act(telling, 'standards.sign-review', actor, input);
  }
}

async function finish(telling: Telling, id: string, owner: AdultKey, outcome: string): Promise<void> {
  const actor = await actorOf(telling, owner);
  const { content } = shown.parse(await askByName(telling.whole, 'standards.show-review', actor, { id }));
  const task = content.tasks.find((one) => one.owner === idOf(telling, owner));
  await act(telling, 'standards.finish-action', actor, { action: task?.id ?? '', outcome });
}

const all = z.object({ reviews: z.array(z.object({ id: z.string(), state: z.string() })) });

async function listed(telling: Telling): Promise<readonly { readonly id: string; readonly state: string }[]> {
  return all.parse(await askByName(telling.whole, 'standards.list-reviews', await actorOf(telling, 'dsl'), {})).reviews;
}
