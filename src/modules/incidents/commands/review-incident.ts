import { z } from 'zod';

import { optionalText, text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Looks back at what happened and notes what the school changes (s3-112). */
export const reviewIncident = stepCommand({
  name: 'incidents.review',
  actions: ['review'],
  input: z.object({
    ...stepInput,
    learned: text('what was learned', 5000),
    plan: optionalText('what goes into the action plan', 2000),
  }),
  step: (input, _incident, acting) => ({
    action: 'review',
    entry: { kind: 'review', words: input.learned, facts: input.plan === '' ? {} : { plan: input.plan } },
    changes: { reviewed_at: acting.now.toString() },
  }),
});
