import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { recordId, text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { incidentTables } from '../store.ts';

/**
 * Takes somebody off who was named by mistake. The entries that named them stay. Who may see the incident never becomes wider by this:
 * that is decided by classifying it anew.
 */
export const withdrawPerson = stepCommand({
  name: 'incidents.withdraw-person',
  actions: ['person'],
  input: z.object({
    ...stepInput,
    part: recordId<'incident-person'>('Choose whom'),
    reason: text('the reason', 2000),
  }),
  step: async (input, incident, acting) => {
    const part = incident.people.find((each) => each.id === input.part && each.withdrawnAt === null);
    if (part === undefined) return failed('part', 'Choose one of the people listed');
    await incidentTables
      .write(acting.db)
      .update('incident_person')
      .set({ withdrawn_at: acting.now.toString() })
      .where('id', '=', part.id)
      .execute();
    return {
      action: 'person',
      entry: {
        kind: 'person-withdrawn',
        words: input.reason,
        facts: part.person === null ? { part: part.part } : { part: part.part, person: part.person },
      },
    };
  },
});
