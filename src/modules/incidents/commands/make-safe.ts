import { z } from 'zod';

import { mustTick, text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** First of all: everybody is safe and the child has support (s3-090). */
export const makeSafe = stepCommand({
  name: 'incidents.make-safe',
  actions: ['make-safe'],
  input: z.object({
    ...stepInput,
    safe: mustTick('Tick the box when everybody is safe now. If not, act first: call 999 or social care'),
    support: text('what support the child has', 5000),
  }),
  step: (input) => ({
    action: 'make-safe',
    entry: { kind: 'made-safe', words: input.support },
    changes: { support: 'given' },
  }),
});
