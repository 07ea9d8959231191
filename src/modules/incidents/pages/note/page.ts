import type { addNote } from '../../commands/add-note.ts';
import { seeNote } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Adds to the chronology. */
export const notePage = (command: typeof addNote) =>
  stepForm({
    path: 'note',
    folder: 'note',
    title: 'Add a note',
    query: seeNote,
    command,
    notice: 'The note is added.',
  });
