import { action, page } from '../../../../platform/http/pages.ts';
import type { sayWho } from '../../commands/say-who.ts';
import { mayFollowOwn } from '../../policy.ts';
import { seeReceipt } from '../../queries/report-queries.ts';

/** Right after a report: what to do at once, who sees it, what happens next, and which names to settle. */
export const receivedPage = page({
  path: '/incidents/received/:id',
  template: 'modules/incidents/pages/received/page.njk',
  query: seeReceipt,
  view: (receipt, { actor }) => ({
    title: 'Your concern is logged',
    data: { receipt, canFollow: mayFollowOwn(actor).allowed },
  }),
});

/** The button under a name that fits several people. */
export const sayWhoAction = (command: typeof sayWho) =>
  action({
    path: '/incidents/received/:id/who',
    command,
    next: (id) => ({ to: `/incidents/received/${id}`, notice: 'The name is settled.' }),
    otherwise: (params) => `/incidents/received/${params['id'] ?? ''}`,
  });
