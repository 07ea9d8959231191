import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { choice, optionalText } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { optionalChoice, optionalDay, stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { parentAnswers, parentWays } from '../words.ts';

/** Whether parents were told, when and how; or why not (s4-005, s3-091). */
export const recordParents = stepCommand({
  name: 'incidents.record-parents',
  actions: ['parents'],
  input: z.object({
    ...stepInput,
    answer: choice(parentAnswers.codes, 'Choose whether parents were told'),
    when: optionalDay('the day they were told'),
    how: optionalChoice(parentWays.codes),
    words: optionalText('what was said', 5000),
  }),
  step: (input, _incident, acting) => {
    if (input.answer === 'told' && input.when === null) return failed('when', 'Enter the day they were told');
    if (input.answer === 'told' && input.how === null) return failed('how', 'Choose how they were told');
    if (input.answer === 'not-told' && input.words === '') return failed('words', 'Enter why parents are not told');
    if (input.when !== null && Temporal.PlainDate.compare(input.when, schoolDay(acting.now)) > 0) {
      return failed('when', 'The day they were told must be today or earlier');
    }
    return {
      action: 'parents',
      entry: {
        kind: 'parents',
        words: input.words,
        facts: {
          answer: input.answer,
          ...(input.when === null ? {} : { when: input.when.toString() }),
          ...(input.how === null ? {} : { how: input.how }),
        },
      },
      changes: { parents: input.answer, parents_at: input.when?.toString() ?? null },
    };
  },
});
