import { KINDS_IN_WORDS } from '../../../../platform/files/file-kinds.ts';
import { inMegabytes } from '../../../../platform/files/file-store.ts';
import { form } from '../../../../platform/http/pages.ts';
import { MOST_FILE_BYTES, type makeAddRegisterFile } from '../../commands/add-register-file.ts';
import { backToEntry, entryFormView, type FormQuery } from '../entry-form.ts';

/** Adds a file to an entry. */
export const filePage = (query: FormQuery, command: ReturnType<typeof makeAddRegisterFile>) =>
  form({
    path: '/registers/:register/:number/file',
    template: 'modules/registers/pages/file/page.njk',
    keeps: { field: 'file', most: MOST_FILE_BYTES },
    query,
    command,
    view: (value) =>
      entryFormView(value, {
        title: 'Add a file',
        path: 'file',
        data: { kinds: KINDS_IN_WORDS, most: inMegabytes(MOST_FILE_BYTES) },
      }),
    next: (_value, { params }) => ({ to: backToEntry(params), notice: 'The file is added.' }),
  });
