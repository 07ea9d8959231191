import { form } from '../../../../platform/http/pages.ts';
import type { makeDecideEntry } from '../../commands/decide-entry.ts';
import { backToEntry, entryFormView, type FormQuery } from '../entry-form.ts';

/** Says yes or no to an entry that waits. */
export const decidePage = (query: FormQuery, command: ReturnType<typeof makeDecideEntry>) =>
  form({
    path: '/registers/:register/:number/decide',
    template: 'modules/registers/pages/decide/page.njk',
    query,
    command,
    view: (value) => entryFormView(value, { title: value.shape.approval?.question ?? 'Decide on it', path: 'decide' }),
    next: ({ approved }, { params }) => ({ to: backToEntry(params), notice: approved ? 'Approved.' : 'Not approved.' }),
  });
