import { z } from 'zod';

import { text } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Records who in the school was told. The bodies outside are recorded one by one (record-referral.ts) and must be decided first. */
export const notifyPeople = stepCommand({
  name: 'incidents.notify',
  actions: ['notify'],
  input: z.object({ ...stepInput, words: text('who was told, by whom and when', 5000) }),
  step: (input) => ({ action: 'notify', entry: { kind: 'notified', words: input.words } }),
});
