import type { reopenIncident } from '../../commands/reopen-incident.ts';
import { seeReopen } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Opens a closed incident again. */
export const reopenPage = (command: typeof reopenIncident) =>
  stepForm({
    path: 'reopen',
    folder: 'reopen',
    title: 'Open it again',
    query: seeReopen,
    command,
    notice: 'The incident is open again.',
  });
