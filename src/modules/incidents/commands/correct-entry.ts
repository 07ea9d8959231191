import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { recordId, text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { loadEntry } from '../store.ts';

/** Corrects an entry: a new one that points at it. Both stay and both are shown. */
export const correctEntry = stepCommand({
  name: 'incidents.correct-entry',
  actions: ['correct'],
  input: z.object({ ...stepInput, entry: recordId<'incident-entry'>(), words: text('the correction', 10_000) }),
  step: async (input, incident, acting) => {
    const old = await loadEntry(acting.db, incident.id, input.entry);
    if (old === undefined) return failed('', 'That entry is not in this incident');
    return {
      action: 'correct',
      entry: { kind: 'correction', words: input.words, corrects: old.id },
      also: [{ name: 'incident-entry-corrected', subject: incident.id, data: { corrects: old.id } }],
    };
  },
});
