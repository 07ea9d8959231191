import type { closeIncident } from '../../commands/close-incident.ts';
import { seeClose } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Confirms the record and closes it. */
export const closePage = (command: typeof closeIncident) =>
  stepForm({
    path: 'close',
    folder: 'close',
    title: 'Confirm and close',
    query: seeClose,
    command,
    notice: 'The incident is closed.',
  });
