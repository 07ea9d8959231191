import { form } from '../../../../platform/http/pages.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { signLog } from '../../commands/sign-log.ts';
import { seeSignOff } from '../../queries/log-queries.ts';
import { redactedTable } from '../redacted-table.ts';

/** Signing the log of a term: exactly what is shown. */
export const signOffPage = form({
  path: '/incidents/sign-off',
  template: 'modules/incidents/pages/sign-off/page.njk',
  query: seeSignOff,
  command: signLog,
  view: ({ view, terms, signed }) => ({
    title: 'Sign the incident log',
    data: {
      view,
      terms,
      signed,
      ...(view.kind === 'redacted'
        ? { log: view.log, table: redactedTable(view.log, '/incidents/sign-off') }
        : {
            table: listTable({
              caption: 'Incidents',
              address: '/incidents/sign-off',
              query: {},
              columns: [
                { key: 'date', text: 'Date of incident' },
                { key: 'names', text: 'Names of individuals' },
                { key: 'device', text: 'Device number and location' },
                { key: 'details', text: 'Details' },
                { key: 'actions', text: 'Actions and reasons' },
                { key: 'confirmed', text: 'Confirmed by' },
                { key: 'state', text: 'Waits for (ours)' },
              ],
              sort: { key: 'number', descending: true },
              page: { number: 1, size: Math.max(1, view.rows.length), total: view.rows.length },
              rows: view.rows.map((row) => [
                { text: `${row.date} (number ${row.number})`, href: `/incidents/${row.id}` },
                { text: row.names },
                { text: row.device },
                { text: row.details },
                { text: row.actions },
                { text: row.confirmed },
                { text: row.state },
              ]),
              why: `of ${view.term.label}, those that you may see, newest first`,
              noun: ['incident', 'incidents'],
            }),
          }),
    },
  }),
  next: (term) => ({ to: `/incidents/sign-off?term=${term.code}`, notice: 'You have signed the log.' }),
});
