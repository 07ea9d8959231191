import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { choices, optionalText, text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { reactions } from '../words.ts';

/** What was done and why (s1-118, "actions and reasons"). Where it may be illegal, also who keeps the device since when (s3-101). */
export const recordAction = stepCommand({
  name: 'incidents.record-action',
  actions: ['act'],
  input: z.object({
    ...stepInput,
    reactions: choices(reactions.codes, 'Choose what was done'),
    actions: text('what was done', 5000),
    reasons: text('the reason', 5000),
    custody: optionalText('who keeps the device', 1000),
  }),
  step: (input, incident) => {
    if (incident.branch === 'illegal' && incident.state === 'act' && input.custody === '') {
      return failed('custody', 'Enter where the device is, who keeps it and since when, or that there is no device');
    }
    return {
      action: 'act',
      entry: {
        kind: 'action',
        words: input.actions,
        facts: {
          reasons: input.reasons,
          ...(input.reactions.length === 0 ? {} : { reactions: input.reactions.join(',') }),
          ...(input.custody === '' ? {} : { custody: input.custody }),
        },
      },
    };
  },
});
