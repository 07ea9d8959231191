import { form } from '../../../../platform/http/pages.ts';
import type { makeCorrectEntry } from '../../commands/correct-entry.ts';
import { backToEntry, entryFormView, type FormQuery } from '../entry-form.ts';

/** Corrects an entry. */
export const correctPage = (query: FormQuery, command: ReturnType<typeof makeCorrectEntry>) =>
  form({
    path: '/registers/:register/:number/correct',
    template: 'modules/registers/pages/correct/page.njk',
    query,
    command,
    view: (value) =>
      entryFormView(value, {
        title: 'Correct the entry',
        path: 'correct',
        data: { again: value.shape.approval !== undefined && value.entry.state !== 'waiting' },
      }),
    next: ({ waits }, { params }) => ({
      to: backToEntry(params),
      notice: waits ? 'Corrected. It waits for approval again.' : 'Corrected. What stood before is in the history.',
    }),
  });
