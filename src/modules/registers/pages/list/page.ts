import { page } from '../../../../platform/http/pages.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { listTable, type ListCell } from '../../../../platform/views/list-table.ts';
import { postLabel } from '../../../people/index.ts';
import { fromWords } from '../../controls.ts';
import type { KeptFor } from '../../keeping.ts';
import { stateTag } from '../../entry-views.ts';
import { allFields, dueField, isOverdue, isSealed, stateLabel, statesOf, type Entry } from '../../entry.ts';
import { formName } from '../../field-names.ts';
import { valueWords } from '../../field-words.ts';
import { codesOf, filterFields } from '../../list-address.ts';
import { MOST_OPENED } from '../../lists.ts';
import { PAGE_SIZE, type makeSeeList } from '../../queries/list-queries.ts';
import type { Field, Grantee, RegisterShape } from '../../shape.ts';
import type { Names } from '../../surroundings.ts';

/** Columns of a list beside number, state and day: more would be too narrow to read. */
const MOST_COLUMNS = 5;
const MOST_CELL = 80;

/** The list of a register: search, filters, sorting and paging by its address. */
export const listPage = (query: ReturnType<typeof makeSeeList>) =>
  page({
    path: '/registers/:register',
    template: 'modules/registers/pages/list/page.njk',
    query,
    view: (value, { now }) => {
      const { shape, address, names } = value;
      const base = `/registers/${shape.code}`;
      const narrowed = Object.keys(address.asked).filter((name) => name !== 'sort' && name !== 'order');
      const search = new URLSearchParams(address.asked).toString();
      const below = (path: string): string => (search === '' ? `${base}/${path}` : `${base}/${path}?${search}`);
      const columns = listColumns(shape);
      return {
        title: shape.title,
        back: { href: '/registers', text: 'Registers' },
        values: address.asked,
        data: {
          shape,
          base,
          rules: value.rules,
          mayAdd: value.mayAdd,
          mayImport: value.mayImport,
          mayShape: value.mayShape,
          reads: value.reads,
          closed: value.closed,
          restricted: shape.restricted === true,
          isNarrowed: narrowed.length > 0,
          opensFilters: narrowed.some((name) => name !== 'q'),
          searchedAll: value.searchedAll,
          mostOpened: MOST_OPENED,
          states: statesOf(shape).map((state) => ({ value: state, text: stateLabel(shape, state) })),
          hasDue: dueField(shape) !== undefined,
          filters: filterFields(shape).map((field) => ({
            name: formName(field.code),
            label: field.label,
            items: codesOf(field).map((one) => ({ value: one.code, text: one.label })),
          })),
          printHref: below('print'),
          csvHref: below('entries.csv'),
          who: whoWords(shape, value.deciders),
          kept: keptWords(shape, value.kept),
          table:
            value.entries.length === 0
              ? null
              : listTable({
                  caption: value.reads
                    ? 'Entries'
                    : value.decides
                      ? 'What you added, and what you decide on'
                      : 'What you added',
                  address: base,
                  query: address.asked,
                  columns: [
                    { key: 'number', text: 'Number', sortable: true },
                    ...columns.map((field, at) => ({
                      key: at === 0 && shape.restricted !== true ? 'title' : field.code,
                      text: field.label,
                      sortable: at === 0 && shape.restricted !== true,
                    })),
                    { key: 'about', text: aboutLabel(shape), sortable: true },
                    { key: 'state', text: 'State', sortable: true },
                  ],
                  sort: address.sort,
                  page: { number: address.page, size: PAGE_SIZE, total: value.total },
                  rows: value.entries.map((entry) =>
                    rowOf(shape, entry, columns, { names, base, today: schoolDay(now) }),
                  ),
                  why: value.reads ? '' : value.decides ? 'those that you added or decide on' : 'those that you added',
                  noun: ['entry', 'entries'],
                }),
        },
      };
    },
  });

/** The columns of a list: the fields that name an entry, then other short ones. Sealed words are not in a list, but where all is sealed. */
function listColumns(shape: RegisterShape): readonly Field[] {
  const fields = allFields(shape);
  const shown = fields.filter(
    (field) =>
      field.retired !== true &&
      field.kind.type !== 'words' &&
      field.code !== shape.about &&
      (shape.restricted === true || !isSealed(shape, field)),
  );
  const named = shape.named.flatMap((code) => fields.find((field) => field.code === code) ?? []);
  // The day an entry is about has a column of its own, unless lists call the entry by nothing else.
  const beside = named.filter((field) => field.code !== shape.about);
  return [...new Set([...(beside.length === 0 ? named : beside), ...shown])].slice(0, MOST_COLUMNS);
}

function aboutLabel(shape: RegisterShape): string {
  return allFields(shape).find((field) => field.code === shape.about)?.label ?? 'Recorded on';
}

function rowOf(
  shape: RegisterShape,
  entry: Entry,
  columns: readonly Field[],
  { names, base, today }: { readonly names: Names; readonly base: string; readonly today: Temporal.PlainDate },
): readonly ListCell[] {
  return [
    { text: String(entry.number), href: `${base}/${String(entry.number)}` },
    ...columns.map((field): ListCell => {
      const value = entry.values[field.code];
      const text = value === undefined ? '' : valueWords(field, value, names);
      return { text: text.length > MOST_CELL ? `${text.slice(0, MOST_CELL)}…` : text };
    }),
    { text: formatDate(entry.about) },
    isOverdue(entry, today)
      ? { text: stateLabel(shape, entry.state), tag: { text: 'Overdue', colour: 'red' } }
      : { tag: stateTag(shape, entry) },
  ];
}

function whoWords(shape: RegisterShape, deciders: readonly Grantee[]): readonly string[] {
  const list = (who: readonly Grantee[]): string =>
    who.map((one) => (one === 'staff' ? 'everybody who works here' : postLabel(one))).join(', ');
  return [
    `Added to by: ${list(shape.add)}.`,
    `Read by: ${list(shape.restricted === true || shape.read.includes('head') ? shape.read : [...shape.read, 'head'])}.`,
    ...(shape.approval === undefined ? [] : [`Decided by: ${list(deciders)}. Nobody decides on their own.`]),
  ];
}

function keptWords(shape: RegisterShape, { years, keptFor, source }: KeptFor): string {
  const long = years === undefined || years === 0 ? keptFor : `for ${keptFor}`;
  return `Each entry is kept ${long}, counted from ${fromWords(shape)}. Where that comes from: ${source}.`;
}
