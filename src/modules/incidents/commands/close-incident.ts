import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { mustTick, optionalText } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';

/** Confirms the record ("confirmed by", s1-118) and closes it. */
export const closeIncident = stepCommand({
  name: 'incidents.close',
  actions: ['close'],
  input: z.object({
    ...stepInput,
    confirm: mustTick('Tick the box to confirm the record'),
    words: optionalText('the outcome', 5000),
  }),
  step: (input, _incident, acting) => ({
    action: 'close',
    entry: { kind: 'closed', words: input.words },
    changes: { confirmed_by: actorId(acting.actor), closed_at: acting.now.toString() },
  }),
});
