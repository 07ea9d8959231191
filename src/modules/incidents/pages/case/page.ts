import { action, page } from '../../../../platform/http/pages.ts';
import type { goOn } from '../../commands/go-on.ts';
import { seeCase } from '../../queries/case-queries.ts';

/** One incident: what needs doing now, what was reported, who is in it, and everything that happened since. */
export const casePage = page({
  path: '/incidents/:id',
  template: 'modules/incidents/pages/case/page.njk',
  query: seeCase,
  view: ({ view }) => ({
    title: 'Incident',
    back: { href: '/incidents', text: 'All incidents' },
    data: { view, canCorrect: view.incident.state !== 'closed' },
  }),
});

/** The button "go on", where what a step asks for was recorded before. */
export const goOnAction = (command: typeof goOn) =>
  action({
    path: '/incidents/:id/go-on',
    command,
    next: (after) => ({ to: `/incidents/${after.id}`, notice: 'Done.' }),
    otherwise: (params) => `/incidents/${params['id'] ?? ''}`,
  });
