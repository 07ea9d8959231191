import type { endSanction } from '../../commands/end-sanction.ts';
import { seeEndSanction } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Gives the internet back before its time. */
export const endSanctionPage = (command: typeof endSanction) =>
  stepForm({
    path: 'sanctions/:sanction/end',
    folder: 'end-sanction',
    title: 'End the sanction early',
    query: seeEndSanction,
    command,
    notice: 'The sanction is ended. The filter gives the internet back within seconds.',
    data: ({ view }, { url }) => ({ sanction: view.sanctions.find((each) => url.pathname.includes(each.id)) }),
  });
