import { z } from 'zod';

import { text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Records the decision that there is no sanction, with its reason. */
export const giveNoSanction = stepCommand({
  name: 'incidents.give-no-sanction',
  actions: ['no-sanction'],
  input: z.object({ ...stepInput, reason: text('why there is no sanction', 5000) }),
  step: (input) => ({
    action: 'no-sanction',
    entry: { kind: 'sanction', words: input.reason, facts: { code: 'none' } },
    changes: { sanctioned: 'none' },
  }),
});
