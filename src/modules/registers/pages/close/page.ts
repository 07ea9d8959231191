import { form } from '../../../../platform/http/pages.ts';
import type { makeCloseEntry } from '../../commands/close-entry.ts';
import { backToEntry, entryFormView, type FormQuery } from '../entry-form.ts';

/** Records what was still to come: the return, the outcome. */
export const closePage = (query: FormQuery, command: ReturnType<typeof makeCloseEntry>) =>
  form({
    path: '/registers/:register/:number/close',
    template: 'modules/registers/pages/close/page.njk',
    query,
    command,
    view: (value) => entryFormView(value, { title: value.shape.closing?.act ?? 'Close it', path: 'close' }),
    next: (_value, { params }) => ({ to: backToEntry(params), notice: 'Recorded.' }),
  });
