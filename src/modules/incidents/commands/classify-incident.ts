import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { choice, optionalText, text } from '../../../platform/forms/fields.ts';
import { findPerson } from '../../people/index.ts';
import { optionalChoice, stepInput } from '../fields.ts';
import { sphereOf } from '../incident.ts';
import { stepCommand } from '../step-command.ts';
import { branches, categories, intents, risks, spheres } from '../words.ts';

/** Decides the branch (s3-087, s4-049), the kind, the risk area, and whom it is about; and decides anew when more is known. */
export const classifyIncident = stepCommand({
  name: 'incidents.classify',
  actions: ['classify-illegal', 'classify-inappropriate', 'classify-allegation', 'classify-minor'],
  input: z.object({
    ...stepInput,
    branch: choice(branches.codes, 'Choose how to deal with it'),
    about: choice(spheres.codes, 'Choose whom it is about'),
    category: choice(categories.codes, 'Choose what kind of thing it was'),
    risk: optionalChoice(risks.codes),
    intent: optionalChoice(intents.codes),
    clause: optionalText('the rule that was broken', 80),
    reason: text('the reason', 5000),
  }),
  step: async (input, incident, acting) => {
    const people = [];
    for (const each of incident.people) {
      if (each.person === null || each.withdrawnAt !== null) continue;
      const person = await findPerson(acting.db, each.person, acting.now);
      people.push({ part: each.part, roles: person?.roles ?? [] });
    }
    const sphere = sphereOf(input.about, people);
    if (input.branch === 'allegation' && sphere === 'general') {
      return failed('about', 'Choose which adult the allegation is about');
    }
    return {
      action: `classify-${input.branch}`,
      entry: {
        kind: 'classified',
        words: input.reason,
        facts: {
          branch: input.branch,
          sphere,
          category: input.category,
          ...(input.risk === null ? {} : { risk: input.risk }),
          ...(input.intent === null ? {} : { intent: input.intent }),
          ...(input.clause === '' ? {} : { clause: input.clause }),
        },
      },
      changes: {
        branch: input.branch,
        sphere,
        category: input.category,
        risk: input.risk,
        intent: input.intent,
        clause: input.clause === '' ? null : input.clause,
      },
      also: [{ name: 'incident-classified', subject: incident.id, data: { branch: input.branch, sphere } }],
    };
  },
});
