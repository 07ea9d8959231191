import type { correctEntry } from '../../commands/correct-entry.ts';
import { seeCorrect } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Corrects an entry by a new one. */
export const correctPage = (command: typeof correctEntry) =>
  stepForm({
    path: 'correct/:entry',
    folder: 'correct',
    title: 'Correct an entry',
    query: seeCorrect,
    command,
    notice: 'The correction is added. The first entry stays beside it.',
    data: ({ view }, { url }) => ({ entry: view.entries.find((each) => url.pathname.endsWith(each.id)) }),
  });
