import type { notifyPeople } from '../../commands/notify-people.ts';
import { seeNotify } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Records whom we told. */
export const notifyPage = (command: typeof notifyPeople) =>
  stepForm({
    path: 'notify',
    folder: 'notify',
    title: 'Who has been told?',
    query: seeNotify,
    command,
    notice: 'Recorded.',
  });
