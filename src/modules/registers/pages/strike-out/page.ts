import { form } from '../../../../platform/http/pages.ts';
import type { makeStrikeOutEntry } from '../../commands/strike-out-entry.ts';
import { backToEntry, entryFormView, type FormQuery } from '../entry-form.ts';

/** Strikes an entry out. */
export const strikeOutPage = (query: FormQuery, command: ReturnType<typeof makeStrikeOutEntry>) =>
  form({
    path: '/registers/:register/:number/strike-out',
    template: 'modules/registers/pages/strike-out/page.njk',
    query,
    command,
    view: (value) => entryFormView(value, { title: 'Strike the entry out', path: 'strike-out' }),
    next: (_value, { params }) => ({ to: backToEntry(params), notice: 'Struck out. It counts for nothing.' }),
  });
