import { page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { seePrint } from '../../queries/case-queries.ts';

/** One incident on paper. */
export const casePrintPage = page({
  path: '/incidents/:id/print',
  template: 'modules/incidents/pages/case-print/page.njk',
  query: seePrint,
  view: ({ view }, { now }) => ({
    title: 'Incident, to print',
    back: { href: `/incidents/${view.incident.id}`, text: 'Back to the incident' },
    data: { view, printed: formatDateTime(now) },
  }),
});
