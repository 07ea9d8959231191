import { page } from '../../../../platform/http/pages.ts';
import { logColumns } from '../../log-columns.ts';
import { seeLogPrint } from '../../queries/log-queries.ts';

/** The log on paper: every column of every incident that the address names, at most 500. */
export const logPrintPage = page({
  path: '/incidents/print',
  template: 'modules/incidents/pages/log-print/page.njk',
  query: seeLogPrint,
  view: (value) => ({
    title: 'Incident log, to print',
    back: { href: '/incidents', text: 'Incident log' },
    data: { ...value, columns: logColumns.filter((column) => column.key !== 'number') },
  }),
});
