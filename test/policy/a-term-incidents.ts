import { incidentCommands } from '../../src/modules/incidents/module-parts.ts';
import { aReport, seenBy } from '../../src/modules/incidents/testing.ts';
import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { worked } from '../../src/modules/people/testing.ts';
import { runByName } from '../../src/cli/by-name.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { Term } from './a-term.ts';

/** The six incidents of the term, step by step (a-term.ts tells them in a sentence each). */
export function incidentBeats({ world, who, pupils }: Term): { at: string; happens: () => Promise<void> }[] {
  const ids: IncidentId[] = [];
  const step = async (
    by: PersonActor,
    id: IncidentId | undefined,
    name: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    if (id === undefined) throw new Error('there is no such incident');
    const { version } = await seenBy(world, by, id);
    worked(await runByName(world, `incidents.${name}`, by, { id, version: String(version), ...input }));
  };
  const { dsl, head, teacher, lead } = who;
  const begun = async (given: Parameters<typeof aReport>[2]): Promise<IncidentId> => {
    const id = await aReport(world, teacher, { who: 'Pupil One', ...given });
    ids.push(id);
    return id;
  };
  const classified = async (
    id: IncidentId,
    given: { branch: string; category: string; risk: string; intent: string },
  ): Promise<void> => {
    await step(dsl, id, 'make-safe', { safe: 'yes', support: 'Their teacher sat with them.' });
    await step(dsl, id, 'classify', { about: 'general', reason: 'From what was seen.', ...given });
  };
  const acted = (id: IncidentId, more: Readonly<Record<string, string>> = {}): Promise<void> =>
    step(dsl, id, 'record-action', {
      actions: 'Talked with the pupil.',
      reasons: 'So that it is understood.',
      ...more,
    });
  const told = (id: IncidentId, when: string): Promise<void> =>
    step(dsl, id, 'record-parents', { answer: 'told', when, how: 'phone', words: 'They thanked us.' });
  /** A minor incident needs no review. */
  const ended = async (id: IncidentId, minor = false): Promise<void> => {
    await step(dsl, id, 'give-no-sanction', { reason: 'None is called for.' });
    if (!minor) await step(dsl, id, 'review', { learned: 'We say it again in class.' });
    await step(dsl, id, 'close', { confirm: 'yes', words: 'No lasting upset.' });
  };
  return [
    {
      at: '2026-09-22T14:00',
      happens: async () => {
        const id = await begun({ when: '2026-09-22', category: 'harmful-content' });
        const how = { branch: 'inappropriate', category: 'harmful-content', risk: 'content', intent: 'accidental' };
        await classified(id, how);
        await step(dsl, id, 'notify', { words: 'Told the head.' });
        await acted(id);
        await told(id, '2026-09-22');
        await ended(id);
      },
    },
    {
      at: '2026-10-13T14:00',
      happens: async () => {
        const id = await begun({ when: '2026-10-13', category: 'unsuitable-games' });
        const how = { branch: 'inappropriate', category: 'unsuitable-games', risk: 'commerce', intent: 'deliberate' };
        await classified(id, how);
        await step(dsl, id, 'notify', { words: 'Told the head.' });
        await acted(id);
        await told(id, '2026-10-13');
        await step(dsl, id, 'give-sanction', {
          person: String(pupils[0]),
          code: 'internet-removed',
          starts: 'now',
          ends: 'after',
          length: '6',
          unit: 'hours',
          reason: 'As the rules say.',
        });
      },
    },
    {
      at: '2026-11-04T14:00',
      happens: async () => {
        const id = worked(
          await world.runner.run(incidentCommands().report, teacher, {
            details: 'Unkind words in a game at home.',
            who: 'Pupil Two',
            about: 'general',
            danger: 'no',
            happened: '2026-11-03',
            site: 'off-site',
            linkedBecause: 'Both are in Elm class.',
            category: 'cyberbullying',
          }),
        );
        ids.push(id);
        const how = { branch: 'inappropriate', category: 'cyberbullying', risk: 'conduct', intent: 'deliberate' };
        await classified(id, how);
        await step(dsl, id, 'notify', { words: 'Told the head.' });
        await acted(id);
        await told(id, '2026-11-04');
        await ended(id);
      },
    },
    {
      at: '2026-11-17T14:00',
      happens: async () => {
        const id = await begun({ when: '2026-11-17', category: 'image-sharing' });
        const how = { branch: 'illegal', category: 'image-sharing', risk: 'conduct', intent: 'deliberate' };
        await classified(id, how);
        for (const body of ['police', 'ceop', 'iwf'])
          await step(head, id, 'record-referral', {
            body,
            outcome: 'made',
            when: '2026-11-17',
            reason: 'A picture was passed on.',
          });
        await step(head, id, 'notify', { words: 'Told the safeguarding lead.' });
        await acted(id, { custody: 'In the safe since 14:20.' });
      },
    },
    {
      at: '2026-11-24T14:00',
      happens: async () => {
        const id = await begun({ when: '2026-11-24', category: 'security-breach' });
        await classified(id, { branch: 'minor', category: 'security-breach', risk: 'conduct', intent: 'careless' });
        await acted(id);
        await told(id, '2026-11-24');
        await ended(id, true);
      },
    },
    {
      at: '2026-11-26T09:30',
      happens: () => step(dsl, ids[1], 'give-task', { to: lead.name, words: 'Move the lesson about odds forward.' }),
    },
    {
      at: '2026-12-09T14:00',
      happens: async () => {
        await begun({ when: '2026-12-09', who: 'Pupil Three' });
      },
    },
  ];
}
