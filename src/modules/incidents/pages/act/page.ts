import type { recordAction } from '../../commands/record-action.ts';
import { seeAct } from '../../queries/case-queries.ts';
import { reactions } from '../../words.ts';
import { stepForm } from '../step-form.ts';

/** Records what was done and why. */
export const actPage = (command: typeof recordAction) =>
  stepForm({
    path: 'act',
    folder: 'act',
    title: 'What did we do, and why?',
    query: seeAct,
    command,
    notice: 'Recorded.',
    data: () => ({ reactions: reactions.items }),
  });
