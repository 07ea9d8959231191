import { page } from '../../../../platform/http/pages.ts';
import { seeMyReport } from '../../queries/report-queries.ts';

/** One own report in outline. */
export const myReportPage = page({
  path: '/incidents/mine/:id',
  template: 'modules/incidents/pages/my-report/page.njk',
  query: seeMyReport,
  view: (value) => ({
    title: 'My report',
    back: { href: '/incidents/mine', text: 'My reports' },
    data: { ...value },
  }),
});
