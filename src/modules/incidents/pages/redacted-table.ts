import { listTable, type ListTable } from '../../../platform/views/list-table.ts';
import type { RedactedLog } from '../redacted.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The rows of the log without names, as a table. */
export function redactedTable(log: RedactedLog, address: string): ListTable {
  return listTable({
    caption: 'Each incident',
    address,
    query: {},
    columns: [
      { key: 'month', text: 'Month' },
      { key: 'kind', text: 'Kind' },
      { key: 'classified', text: 'Classified' },
      { key: 'parents', text: 'Parents' },
      { key: 'sanction', text: 'Sanction' },
      { key: 'stands', text: 'Open or closed' },
    ],
    sort: { key: 'number', descending: true },
    page: { number: 1, size: Math.max(1, log.total), total: log.total },
    rows: log.rows.map((row) => [
      { text: `${MONTHS[Number(row.month.slice(5)) - 1] ?? ''} ${row.month.slice(0, 4)}` },
      { text: row.kind },
      { text: row.classified },
      { text: row.parents },
      { text: row.sanction },
      { text: row.stands },
    ]),
    why: 'of this term, newest first',
    noun: ['incident', 'incidents'],
  });
}
