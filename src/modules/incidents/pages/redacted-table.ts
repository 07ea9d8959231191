import { formatMonth } from '../../../platform/views/format.ts';
import { listTable, type ListTable } from '../../../platform/views/list-table.ts';
import type { RedactedLog } from '../redacted.ts';

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
      { text: formatMonth(row.month) },
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
