import { allFields, dueField, isSealed, type EntryState, type Value, type Values } from './entry.ts';
import type { Field, RegisterShape } from './shape.ts';

/** What the columns of an entry's row are made of: so that the database can narrow, sort and count lists without reading what is sealed. */
export interface EntryColumns {
  readonly about_day: string;
  readonly due_day: string | null;
  readonly counts_from: string | null;
  readonly title: string;
  readonly search: string;
  readonly facets: string;
  readonly gaps: number;
  readonly plain_values: string;
  readonly sealed_values: string | null;
}

/** Longest title and search text: a field of words may be longer, and is found by its beginning. */
const MOST_TITLE = 160;
const MOST_SEARCH = 4000;

/**
 * `shown` says a value in words (people and classes by their names). `addedOn` and `closedOn` are school days, ISO 8601.
 */
export function entryColumns(
  shape: RegisterShape,
  entry: { readonly values: Values; readonly addedOn: string; readonly closedOn: string | null },
  shown: (field: Field, value: Value) => string,
): EntryColumns {
  const plain: Record<string, Value> = {};
  const sealed: Record<string, Value> = {};
  const fields = new Map(allFields(shape).map((field) => [field.code, field]));
  const words: string[] = [];
  const facets: string[] = [];
  for (const [code, value] of Object.entries(entry.values)) {
    const field = fields.get(code);
    // A field that no longer stands in the shape: as closed as the register is.
    if (field === undefined ? shape.restricted === true : isSealed(shape, field)) {
      sealed[code] = value;
      continue;
    }
    plain[code] = value;
    if (field === undefined) continue;
    words.push(shown(field, value));
    facets.push(...facetsOf(field, value));
  }
  const day = (code: string | undefined): string | null => {
    const value = code === undefined ? undefined : entry.values[code];
    return typeof value === 'string' ? value : null;
  };
  const { from } = shape.keep;
  const title = shape.named.flatMap((code) => {
    const field = fields.get(code);
    const value = plain[code];
    return field === undefined || value === undefined ? [] : [shown(field, value)];
  });
  return {
    about_day: day(shape.about) ?? entry.addedOn,
    due_day: day(dueField(shape)),
    counts_from: from === 'recorded' ? entry.addedOn : from === 'closed' ? entry.closedOn : day(from.field),
    title: title.join(', ').slice(0, MOST_TITLE),
    search: searchText(words.join(' ')).slice(0, MOST_SEARCH),
    facets: facets.length === 0 ? '' : `|${facets.join('|')}|`,
    gaps: gapsIn(shape, entry),
    plain_values: JSON.stringify(plain),
    sealed_values: Object.keys(sealed).length === 0 ? null : JSON.stringify(sealed),
  };
}

/** How many columns that clauses name, and that are required, are empty: those of the closing count once it is closed. */
function gapsIn(shape: RegisterShape, entry: { readonly values: Values; readonly closedOn: string | null }): number {
  const fields = entry.closedOn === null ? shape.fields : allFields(shape);
  return fields.filter(
    (field) =>
      field.clause !== undefined && field.required && field.retired !== true && entry.values[field.code] === undefined,
  ).length;
}

/** Kinds whose values are codes or ids: lists are narrowed by them. */
const faceted: ReadonlySet<string> = new Set([
  'choice',
  'choices',
  'yes-no',
  'person',
  'people',
  'pupil',
  'pupils',
  'class',
  'year-group',
  'year-groups',
]);

function facetsOf(field: Field, value: Value): readonly string[] {
  if (!faceted.has(field.kind.type)) return [];
  return (typeof value === 'string' ? [value] : value).map((one) => `${field.code}=${one}`);
}

/** Text as it is searched: lower case, accents off, one space between words, nothing that LIKE takes for a pattern. */
export function searchText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[\p{M}%_\\\p{Cc}]+/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The state that an entry's row says; one that this version does not know counts as struck out, so that nothing rests on it. */
export function readState(text: string, states: readonly EntryState[]): EntryState {
  return states.find((state) => state === text) ?? 'struck-out';
}
