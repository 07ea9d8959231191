import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { choice, optionalText, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { optionalDay, stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { bodies, referralOutcomes } from '../words.ts';

/** A referral that was made, or considered and not made, with the reason: the record must hold both (KCSIE Annex C). */
export const recordReferral = stepCommand({
  name: 'incidents.record-referral',
  actions: ['refer'],
  input: z.object({
    ...stepInput,
    body: choice(bodies.codes, 'Choose whom'),
    outcome: choice(referralOutcomes.codes, 'Choose whether you told them'),
    when: optionalDay('the day'),
    reference: optionalText('their reference', 100),
    reason: text('the reason', 5000),
  }),
  step: (input, incident, acting) => {
    const when = input.when ?? schoolDay(acting.now);
    if (Temporal.PlainDate.compare(when, schoolDay(acting.now)) > 0) {
      return failed('when', 'The day must be today or earlier');
    }
    return {
      action: 'refer',
      entry: {
        kind: 'referral',
        words: input.reason,
        facts: {
          body: input.body,
          outcome: input.outcome,
          when: when.toString(),
          ...(input.reference === '' ? {} : { reference: input.reference }),
        },
      },
      also: [
        {
          name: 'incident-referral-recorded',
          subject: incident.id,
          data: { body: input.body, outcome: input.outcome },
        },
      ],
    };
  },
});
