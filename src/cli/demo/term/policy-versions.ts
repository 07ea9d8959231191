import { z } from 'zod';

import { askByName } from '../../by-name.ts';
import type { AdultKey } from '../people.ts';
import { act, actorOf, asStaff, dayOf, instantOf, runJob, type Beat, type Telling } from '../telling.ts';
import { otherStaff } from '../the-others.ts';

/** What happened to the policy: version 2 drafted, talked over, approved and published, read by most; and a draft of version 3 that people are asked about now. */

/** Who has confirmed that they read version 2: not the teacher of Reception, nor IT support, nor the last five of the others. */
const confirmed: readonly AdultKey[] = ['head', 'deputy', 'dsl', 'lead', 'teacher', 'office'];
const othersConfirmed = otherStaff.slice(0, -5);

interface Comment {
  readonly by: AdultKey;
  readonly words: string;
  /** Written down by the office for somebody of these. */
  readonly group?: 'parents' | 'pupils';
  readonly clause?: string;
}

/** A draft as it is told: what somebody adds up while it goes from hand to hand. */
interface Draft {
  id: string;
}

export function policyBeats(telling: Telling): readonly Beat[] {
  const second: Draft = { id: '' };
  const third: Draft = { id: '' };
  const at = (day: number, time: string, happens: () => Promise<void>): Beat => ({
    at: instantOf(telling, { day, at: time }),
    happens,
  });
  return [
    at(-58, '15:30', async () => {
      const actor = await actorOf(telling, 'lead');
      const why = 'Watches that send messages, as last year’s review asks';
      second.id = made.parse(await act(telling, 'policy.begin-draft', actor, { from: 'in-force', why })).id;
      await act(telling, 'policy.add-draft-clause', actor, {
        id: second.id,
        version: await versionOf(telling, second),
        text: 'A watch that sends or takes messages counts as a phone.',
        section: 'phones-pupils',
        who: 'pupil',
        kind: 'access-control',
        area: 'mobile-devices',
        period: 'ongoing',
        control: 'register-confiscations',
        to: [],
        because: '',
        reason: 'Three were brought last summer.',
      });
      await consult(telling, second, 'lead', ['staff', 'governors', 'parents'], -51);
    }),
    at(-56, '17:00', () =>
      comment(telling, second, {
        by: 'teacher',
        words: 'Please say what we do with a watch in the middle of a lesson.',
      }),
    ),
    at(-54, '09:30', () =>
      comment(telling, second, {
        by: 'office',
        group: 'parents',
        words: 'A parent asks whether a watch that only counts steps is meant. They hope not.',
      }),
    ),
    at(-52, '19:15', () =>
      comment(telling, second, { by: 'governor', words: 'Clear. The agreement for pupils should say it too.' }),
    ),
    at(-50, '15:00', async () => {
      await step(telling, second, 'lead', 'end-consultation', 'Three comments; nobody was against it.');
      await answerAll(
        telling,
        second,
        'no-change',
        'Thank you. Only watches that send or take messages are meant, and they are handed in as phones are.',
      );
      await step(telling, second, 'head', 'ask-approval', '');
    }),
    at(-48, '18:40', () => step(telling, second, 'governor', 'approve', 'Meeting of the governing body, minute 6')),
    at(-47, '09:15', () => step(telling, second, 'chair', 'sign', '')),
    at(-47, '12:05', async () => {
      await step(telling, second, 'head', 'publish', '');
      await runJob(telling, 'compile-ruleset');
      // Published anew, it says anew when it is looked at next.
      const on = dayOf(telling.days, 4).add({ months: 11 }).toString();
      await act(telling, 'policy.record-review-date', await actorOf(telling, 'head'), { on });
    }),
    at(-46, '16:00', async () => {
      for (const key of confirmed) await acknowledge(telling, await actorOf(telling, key));
    }),
    at(-44, '16:00', async () => {
      for (const one of othersConfirmed) await acknowledge(telling, await asStaff(telling, one));
    }),
    at(-30, '08:30', async () => {
      await act(telling, 'policy.remind-staff', await actorOf(telling, 'head'), {});
    }),
    at(-12, '15:30', async () => {
      const actor = await actorOf(telling, 'head');
      const why = 'Two in three parents would have phones handed in';
      const input = { setting: 'pupil-phones', value: 'handed-in', why };
      third.id = proposed.parse(await act(telling, 'policy.propose-setting', actor, input)).draft;
      await act(telling, 'policy.change-draft-clause', actor, {
        id: third.id,
        clause: 's1-086',
        version: await versionOf(telling, third),
        text: 'Pupils who need a phone on the way to school hand it in at the gate and fetch it when they go home.',
        reason: 'So that no phone lies in a bag all day.',
      });
      await consult(telling, third, 'head', ['staff', 'governors', 'parents', 'pupils'], 14);
    }),
    at(-9, '16:45', () =>
      comment(telling, third, {
        by: 'teacher',
        clause: 's1-086',
        words: 'Who takes them in on mornings when the office is closed?',
      }),
    ),
    at(-8, '20:10', () =>
      comment(telling, third, {
        by: 'chair',
        words: 'Governors would like to see how many are handed in after half a term.',
      }),
    ),
    at(-7, '10:20', async () => {
      await answerAll(telling, third, 'changed', 'The teacher on duty at the gate does.');
      await comment(telling, third, {
        by: 'office',
        group: 'parents',
        clause: 's1-086',
        words: 'A parent would rather that phones stay at home altogether.',
      });
    }),
    at(-4, '13:30', () =>
      comment(telling, third, {
        by: 'office',
        group: 'pupils',
        words: 'The school council asks for a box with a slot for each class.',
      }),
    ),
  ];
}

const made = z.object({ id: z.string() });
const proposed = z.object({ draft: z.string() });
const read = z.object({ draft: z.object({ version: z.number() }) });

async function versionOf(telling: Telling, { id }: Draft): Promise<string> {
  const actor = await actorOf(telling, 'head');
  return String(read.parse(await askByName(telling.whole, 'policy.read-draft', actor, { id })).draft.version);
}

async function consult(telling: Telling, draft: Draft, by: AdultKey, groups: readonly string[], until: number) {
  const input = {
    id: draft.id,
    version: await versionOf(telling, draft),
    until: dayOf(telling.days, until).toString(),
    groups,
  };
  await act(telling, 'policy.consult', await actorOf(telling, by), input);
}

async function comment(telling: Telling, { id }: Draft, { by, words, group, clause = '' }: Comment): Promise<void> {
  const actor = await actorOf(telling, by);
  await (group === undefined
    ? act(telling, 'policy.comment', actor, { id, clause, words })
    : act(telling, 'policy.record-comment', actor, { id, clause, words, group }));
}

const comments = z.object({
  comments: z.array(z.object({ id: z.string(), answered: z.unknown().optional() })),
});

/** Answers whatever stands there without an answer. */
async function answerAll(telling: Telling, { id }: Draft, outcome: string, answer: string): Promise<void> {
  const actor = await actorOf(telling, 'lead');
  const found = comments.parse(await askByName(telling.whole, 'policy.read-comments', actor, { id }));
  for (const one of found.comments) {
    if (one.answered !== undefined) continue;
    await act(telling, 'policy.answer-comment', actor, { id, comment: one.id, outcome, answer });
  }
}

const shown = z.object({
  draft: z.object({ version: z.number() }),
  text: z.object({ sha256: z.string() }).optional(),
});

/** Takes a step as its page does: with the hash of the text it shows, where a name is put under it, by somebody who has just confirmed that it is they. */
async function step(telling: Telling, { id }: Draft, by: AdultKey, action: string, note: string): Promise<void> {
  const actor = { ...(await actorOf(telling, by)), session: { id: '', confirmedLately: true } };
  const publishes = action === 'publish';
  const query = publishes ? 'policy.read-draft-for-publishing' : 'policy.read-draft-step';
  const { draft, text } = shown.parse(await askByName(telling.whole, query, actor, { id, action }));
  const input = { id, action, version: String(draft.version), note, ...text };
  await act(telling, publishes ? 'policy.publish-draft' : 'policy.take-draft-step', actor, input);
}

const toAcknowledge = z.object({ pack: z.object({ id: z.string() }) });

async function acknowledge(telling: Telling, actor: Awaited<ReturnType<typeof actorOf>>): Promise<void> {
  const { pack } = toAcknowledge.parse(await askByName(telling.whole, 'policy.read-to-acknowledge', actor, {}));
  await act(telling, 'policy.acknowledge', actor, { pack: pack.id });
}
