import { file, form } from '../../../../platform/http/pages.ts';
import { inMegabytes } from '../../../../platform/files/file-store.ts';
import { formatDateTime, formatNumber, formatPlural } from '../../../../platform/views/format.ts';
import type { makeBeginImport, makeBringImport } from '../../commands/import-commands.ts';
import { csvLine } from '../../../../platform/views/csv.ts';
import { shownValues } from '../../entry-views.ts';
import { allFields } from '../../entry.ts';
import { MOST_IMPORT_BYTES, MOST_IMPORT_ROWS } from '../../import/read-records.ts';
import type { makeDownloadCsv } from '../../queries/download-csv.ts';
import type { makeSeeEmptyFile, makeSeeImport, makeSeeImportForm } from '../../queries/import-queries.ts';
import type { Field } from '../../shape.ts';

/** The register as a file, all columns. */
export const csvRoute = (query: ReturnType<typeof makeDownloadCsv>) =>
  file({
    path: '/registers/:register/entries.csv',
    query,
    file: ({ register, body }) => ({ name: `${register}.csv`, type: 'text/csv; charset=utf-8', body }),
  });

/** A file with nothing but the names of the columns. */
export const emptyFileRoute = (query: ReturnType<typeof makeSeeEmptyFile>) =>
  file({
    path: '/registers/:register/import/empty.csv',
    query,
    file: ({ register, headings }) => ({
      name: `${register}-empty.csv`,
      type: 'text/csv; charset=utf-8',
      body: `\ufeff${csvLine(headings)}`,
    }),
  });

/** Brings in a file: it is looked through first. */
export const importPage = (query: ReturnType<typeof makeSeeImportForm>, command: ReturnType<typeof makeBringImport>) =>
  form({
    path: '/registers/:register/import',
    template: 'modules/registers/pages/import/page.njk',
    uploads: { field: 'files', mostFiles: 1, mostEach: MOST_IMPORT_BYTES, mostAll: MOST_IMPORT_BYTES },
    query,
    command,
    view: ({ shape, rules }) => ({
      title: 'Bring in a file of entries',
      back: { href: `/registers/${shape.code}`, text: shape.title },
      data: {
        shape,
        rules,
        most: inMegabytes(MOST_IMPORT_BYTES),
        mostRows: MOST_IMPORT_ROWS,
        columns: allFields(shape)
          .filter((field) => field.retired !== true)
          .map((field) => ({
            label: field.label,
            takes: takesWords(field),
            required: shape.fields.includes(field) && field.required,
          })),
      },
    }),
    next: ({ id }, { params }) => ({ to: `/registers/${params['register'] ?? ''}/import/${id}` }),
  });

/** What a file holds, and the button that takes it in. */
export const importResultPage = (
  query: ReturnType<typeof makeSeeImport>,
  command: ReturnType<typeof makeBeginImport>,
) =>
  form({
    path: '/registers/:register/import/:import',
    template: 'modules/registers/pages/import/result.njk',
    query,
    command,
    view: ({ shape, row, found, around }) => ({
      title: 'What the file holds',
      back: { href: `/registers/${shape.code}/import`, text: 'Bring in a file of entries' },
      data: {
        shape,
        id: row.id,
        state: row.state,
        problem: typeof found === 'string' ? found : undefined,
        found: typeof found === 'object' ? found : undefined,
        lines: typeof found === 'object' ? formatPlural(found.rows, 'entry', 'entries') : '',
        first:
          typeof found === 'object'
            ? found.first.map((each) => ({ line: each.line, values: shownValues(shape, each, around) }))
            : [],
        done: formatNumber(row.done_count),
        total: formatNumber(row.row_count),
        ended: row.ended_at === null ? '' : formatDateTime(row.ended_at),
        waits: shape.approval !== undefined,
      },
    }),
    next: ({ rows }, { params }) => ({
      to: `/registers/${params['register'] ?? ''}/import/${params['import'] ?? ''}`,
      notice: `${formatPlural(rows, 'entry is', 'entries are')} being taken in. You may leave this page.`,
    }),
  });

function takesWords({ kind }: Field): string {
  switch (kind.type) {
    case 'date':
      return 'a day, as 2026-11-21 or 21/11/2026';
    case 'time':
      return 'a time, as 15:40 or 3:40pm';
    case 'yes-no':
      return 'Yes or No';
    case 'number':
      return `a whole number from ${String(kind.from)} to ${String(kind.to)}`;
    case 'choice':
      return `one of: ${kind.options.map((option) => option.label).join(', ')}`;
    case 'choices':
      return `any of: ${kind.options.map((option) => option.label).join('; ')} (with a semicolon between)`;
    case 'person':
      return 'the name of an adult of the school';
    case 'pupil':
      return 'the name of a pupil, with the class in brackets where two are called the same';
    case 'people':
    case 'pupils':
      return 'names, with a semicolon between';
    case 'class':
      return 'the name of a class';
    case 'year-group':
      return 'a year group, as Year 4';
    case 'year-groups':
      return 'year groups, with a semicolon between';
    case 'address':
      return 'a web address';
    case 'e-mail':
      return 'an e-mail address';
    case 'phone':
      return 'a phone number';
    default:
      return 'words';
  }
}
