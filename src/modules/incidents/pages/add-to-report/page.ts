import { form } from '../../../../platform/http/pages.ts';
import { addToReport } from '../../commands/add-to-report.ts';
import { seeAddForm } from '../../queries/report-queries.ts';
import { classSanctions } from '../../words.ts';

/** Adds to an own report. */
export const addToReportPage = form({
  path: '/incidents/mine/:id/add',
  template: 'modules/incidents/pages/add-to-report/page.njk',
  query: seeAddForm,
  command: addToReport,
  view: (value) => ({
    title: 'Add to your report',
    back: { href: `/incidents/mine/${value.id}`, text: 'Your report' },
    data: { outline: value.outline, sanctions: classSanctions.items },
  }),
  next: (id) => ({ to: `/incidents/mine/${id}`, notice: 'It is added.' }),
});
