import { z } from 'zod';

import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Goes on where what the step asks for was recorded earlier. */
export const goOn = stepCommand({
  name: 'incidents.go-on',
  actions: ['go-on'],
  input: z.object(stepInput),
  step: () => ({ action: 'go-on', entry: { kind: 'went-on', words: '' } }),
});
