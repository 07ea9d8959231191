import { formatDate, formatDateTime } from '../../platform/views/format.ts';
import { allFields, isSealed, stateColour, stateLabel, type Entry, type Value } from './entry.ts';
import { valueWords } from './field-words.ts';
import type { Field, RegisterShape } from './shape.ts';
import type { ChangeKind, ChangeLine } from './store.ts';
import type { Names } from './surroundings.ts';

/** An entry as its page and the print-out show it. */

export interface ShownValue {
  readonly label: string;
  readonly text: string;
  /** Whether it is kept sealed: marked, so that whoever reads it aloud knows. */
  readonly sealed: boolean;
  readonly href: string | undefined;
}

/** All values of an entry with their labels, in the order of the register; what no longer stands in the register comes last. */
export function shownValues(shape: RegisterShape, entry: Pick<Entry, 'values'>, names: Names): readonly ShownValue[] {
  const fields = allFields(shape);
  const known = new Set(fields.map((field) => field.code));
  const rest = Object.keys(entry.values).filter((code) => !known.has(code));
  return [
    ...fields.flatMap((field) => {
      const value = entry.values[field.code];
      if (value === undefined) return [];
      const label = field.retired === true ? `${field.label} (no longer asked for)` : field.label;
      return [
        { label, text: valueWords(field, value, names), sealed: isSealed(shape, field), href: hrefOf(field, value) },
      ];
    }),
    ...rest.map((code) => ({
      label: `${code} (no longer asked for)`,
      text: [entry.values[code] ?? ''].flat().join(', '),
      sealed: shape.restricted === true,
      href: undefined,
    })),
  ];
}

function hrefOf(field: Field, value: Value): string | undefined {
  return field.kind.type === 'address' && typeof value === 'string' && /^https?:\/\//i.test(value) ? value : undefined;
}

/** How lists and headings name an entry: by its number where its name may not be shown. */
export function entryName(shape: RegisterShape, entry: Pick<Entry, 'number' | 'title'>): string {
  const number = `Number ${String(entry.number)}`;
  return shape.restricted === true || entry.title === '' ? number : entry.title;
}

export function stateTag(shape: RegisterShape, entry: Pick<Entry, 'state'>): { text: string; colour: string } {
  return { text: stateLabel(shape, entry.state), colour: stateColour(entry.state) };
}

const done: Readonly<Record<ChangeKind, string>> = {
  corrected: 'Corrected',
  closed: 'Closed',
  approved: 'Approved',
  refused: 'Not approved',
  'struck-out': 'Struck out',
  'file-added': 'File added',
};

/** A line of history: what was done, by whom and when, why, and what stood there before. */
export interface HistoryLine {
  readonly what: string;
  readonly by: string;
  readonly at: string;
  readonly words: string;
  readonly before: readonly string[];
}

/** The history of an entry, oldest first, beginning with its making. */
export function historyOf(
  shape: RegisterShape,
  entry: Entry,
  changes: readonly ChangeLine[],
  names: Names,
  doer: (id: string) => string,
): readonly HistoryLine[] {
  const fields = new Map(allFields(shape).map((field) => [field.code, field]));
  const first: HistoryLine = {
    what: entry.importedBy === null ? 'Added' : 'Added by an import',
    by: doer(entry.addedBy),
    at: formatDateTime(entry.addedAt),
    words: '',
    before: [],
  };
  return [
    first,
    ...changes.map((change) => ({
      what: change.kind === 'closed' ? (shape.closing?.closed ?? 'Closed') : whatWasDone(change.kind),
      by: doer(change.by_id),
      at: formatDateTime(change.at),
      words: change.words,
      // What is filled in at the closing stands above; a correction says what was there before.
      before: change.kind === 'closed' ? [] : beforeLines(change, fields, names),
    })),
  ];
}

function whatWasDone(kind: string): string {
  return Object.entries(done).find(([code]) => code === kind)?.[1] ?? kind;
}

function beforeLines(change: ChangeLine, fields: ReadonlyMap<string, Field>, names: Names): readonly string[] {
  return Object.entries(change.before).map(([code, value]) => {
    const field = fields.get(code);
    const label = field?.label ?? code;
    if (value === null) return `${label}: was empty`;
    return `${label}: was ${field === undefined ? [value].flat().join(', ') : valueWords(field, value, names)}`;
  });
}

/** "12 March 2026" for the day an entry is about. */
export function aboutWords(entry: Pick<Entry, 'about'>): string {
  return formatDate(entry.about);
}
