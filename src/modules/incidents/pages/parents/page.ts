import type { recordParents } from '../../commands/record-parents.ts';
import { seeParents } from '../../queries/case-queries.ts';
import { parentAnswers, parentWays } from '../../words.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { stepForm } from '../step-form.ts';

/** Records what parents know. */
export const parentsPage = (command: typeof recordParents) =>
  stepForm({
    path: 'parents',
    folder: 'parents',
    title: 'What do parents know?',
    query: seeParents,
    command,
    notice: 'Recorded.',
    values: (_answer, { now }) => ({ when: schoolDay(now) }),
    data: () => ({ answers: parentAnswers.items, ways: parentWays.items }),
  });
