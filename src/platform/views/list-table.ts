import { formatPlural } from './format.ts';

/** What a column of a list shows and whether people may sort by it. */
export interface ListColumn {
  key: string;
  text: string;
  sortable?: boolean;
  numeric?: boolean;
}

/** One cell: text, perhaps a link, perhaps a tag with a GOV.UK colour ("red", "green" …). */
export interface ListCell {
  text?: string;
  href?: string;
  tag?: { text: string; colour: string };
}

/** The rows of one page of a list, as the query answered it. `address` is the path without its query. */
export interface ListQuestion {
  caption: string;
  address: string;
  query: Readonly<Record<string, string>>;
  columns: readonly ListColumn[];
  sort: { key: string; descending: boolean };
  page: { number: number; size: number; total: number };
  rows: readonly (readonly ListCell[])[];
  /** Why these, in words: "open concerns about pupils, newest first". */
  why: string;
  /** What the rows are called, one and many: ["concern", "concerns"]. */
  noun: readonly [string, string];
}

/** What the macros `sortableTable` and `pager` read. */
export interface ListTable {
  caption: string;
  columns: readonly (ListColumn & { href: string | undefined; sorted: 'ascending' | 'descending' | undefined })[];
  rows: readonly (readonly ListCell[])[];
  summary: string;
  pages: readonly { number?: number; href?: string; current?: boolean; ellipsis?: boolean }[];
  previous: string | undefined;
  next: string | undefined;
}

/**
 * Turns a page of rows into a table whose sorting and paging live in the URL, so that any view can be sent as a link.
 * Other filters in `query` are carried along; a new sort starts again at page 1. Query names used: `sort`, `order`, `page`.
 */
export function listTable(question: ListQuestion): ListTable {
  const { page, sort } = question;
  const last = Math.max(1, Math.ceil(page.total / page.size));
  const link = (changes: Record<string, string>): string => {
    const query = new URLSearchParams({ ...question.query, ...changes });
    if (query.get('page') === '1') query.delete('page');
    const text = query.toString();
    return text === '' ? question.address : `${question.address}?${text}`;
  };
  return {
    caption: question.caption,
    columns: question.columns.map((column) => {
      const isSorted = sort.key === column.key;
      const order = isSorted && !sort.descending ? 'descending' : 'ascending';
      return {
        ...column,
        href: column.sortable === true ? link({ sort: column.key, order, page: '1' }) : undefined,
        sorted: isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined,
      };
    }),
    rows: question.rows,
    summary: summaryOf(question),
    pages:
      last === 1
        ? []
        : numbersAround(page.number, last).map((number) =>
            number === undefined
              ? { ellipsis: true }
              : { number, href: link({ page: String(number) }), current: number === page.number },
          ),
    previous: page.number > 1 ? link({ page: String(page.number - 1) }) : undefined,
    next: page.number < last ? link({ page: String(page.number + 1) }) : undefined,
  };
}

function summaryOf({ page, noun, why }: ListQuestion): string {
  const from = (page.number - 1) * page.size + 1;
  const to = Math.min(page.total, page.number * page.size);
  const count = formatPlural(page.total, noun[0], noun[1]);
  const shown = page.total > page.size ? `${from} to ${to} of ${count}` : count;
  return why === '' ? shown : `${shown}: ${why}`;
}

/** First, last, and the pages beside the current one; undefined where some are left out. */
function numbersAround(current: number, last: number): (number | undefined)[] {
  const shown: (number | undefined)[] = [];
  for (let number = 1; number <= last; number += 1) {
    if (number === 1 || number === last || Math.abs(number - current) <= 1) shown.push(number);
    else if (shown.at(-1) !== undefined) shown.push(undefined);
  }
  return shown;
}
