import { z } from 'zod';

import { text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Opens a closed incident again, with the reason. */
export const reopenIncident = stepCommand({
  name: 'incidents.reopen',
  actions: ['reopen'],
  input: z.object({ ...stepInput, reason: text('why it is opened again', 5000) }),
  step: (input) => ({
    action: 'reopen',
    entry: { kind: 'reopened', words: input.reason },
    changes: { confirmed_by: null, closed_at: null },
  }),
});
