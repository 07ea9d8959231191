import { z } from 'zod';

import { text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Adds an entry to the chronology. */
export const addNote = stepCommand({
  name: 'incidents.add-note',
  actions: ['note'],
  input: z.object({ ...stepInput, words: text('the note', 10_000) }),
  step: (input) => ({ action: 'note', entry: { kind: 'note', words: input.words } }),
});
