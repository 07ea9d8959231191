import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { optionalText, recordId } from '../../../platform/forms/fields.ts';
import { assignableTo } from '../assignable.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { tellOne } from '../telling.ts';

/** Gives the incident to somebody who may work it; for an adult who works here, names the one deputy for the case. */
export const assignIncident = stepCommand({
  name: 'incidents.assign',
  actions: ['assign'],
  input: z.object({
    ...stepInput,
    to: recordId<'person'>('Choose to whom'),
    words: optionalText('the note', 2000),
  }),
  step: async (input, incident, acting) => {
    const to = (await assignableTo(acting.db, incident, acting.now)).find((person) => person.id === input.to);
    if (to === undefined) return failed('to', 'Choose one of the people listed');
    await tellOne(acting, to, { kind: 'case-waits', fields: { incident: incident.id } });
    return incident.sphere === 'staff'
      ? {
          action: 'assign',
          entry: { kind: 'deputy-named', words: input.words, facts: { person: to.id } },
          changes: { named_deputy: to.id },
          also: [{ name: 'incident-deputy-named', subject: incident.id, data: { person: to.id } }],
        }
      : {
          action: 'assign',
          entry: { kind: 'assigned', words: input.words, facts: { person: to.id } },
          changes: { assigned_to: to.id },
          also: [{ name: 'incident-assigned', subject: incident.id, data: { person: to.id } }],
        };
  },
});
