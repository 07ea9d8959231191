import type { giveNoSanction } from '../../commands/give-no-sanction.ts';
import { seeNoSanction } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Records that there is no sanction. */
export const noSanctionPage = (command: typeof giveNoSanction) =>
  stepForm({
    path: 'no-sanction',
    folder: 'no-sanction',
    title: 'No sanction',
    query: seeNoSanction,
    command,
    notice: 'Recorded: no sanction.',
  });
