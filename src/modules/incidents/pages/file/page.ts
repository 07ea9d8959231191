import { KINDS_IN_WORDS } from '../../../../platform/files/file-kinds.ts';
import { inMegabytes } from '../../../../platform/files/file-store.ts';
import { form } from '../../../../platform/http/pages.ts';
import { MOST_FILE_BYTES } from '../../attachments.ts';
import type { addFile } from '../../commands/add-file.ts';
import { seeFileForm } from '../../queries/file-queries.ts';

/** Adds a file to a case. */
export const filePage = (command: typeof addFile) =>
  form({
    path: '/incidents/:id/file',
    template: 'modules/incidents/pages/file/page.njk',
    keeps: { field: 'file', most: MOST_FILE_BYTES },
    query: seeFileForm,
    command,
    view: ({ view }) => ({
      title: 'Add a file',
      back: { href: `/incidents/${view.incident.id}`, text: 'Back to the incident' },
      data: { view, kinds: KINDS_IN_WORDS, most: inMegabytes(MOST_FILE_BYTES) },
    }),
    next: (after) => ({ to: `/incidents/${after.id}`, notice: 'The file is added.' }),
  });
