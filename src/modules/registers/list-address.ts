import { schoolDay } from '../../platform/time/clock.ts';
import { yearGroups } from '../school/index.ts';
import { allFields, dueField, isSealed, statesOf } from './entry.ts';
import { formName } from './field-names.ts';
import { sortKeys, type EntryFilter, type SortKey, type Sorting } from './lists.ts';
import type { Field, RegisterShape } from './shape.ts';

/** What the address of a list says: search, filters, sorting and page. Anything that cannot be read is as if it were not there. */
export interface ListAddress {
  readonly filter: EntryFilter;
  readonly sort: Sorting;
  readonly page: number;
  /** The parts that were understood, for links that keep them. */
  readonly asked: Readonly<Record<string, string>>;
}

/** Fields by which a list is narrowed: those with a few codes. */
export function filterFields(shape: RegisterShape): readonly Field[] {
  return allFields(shape).filter(
    (field) => codesOf(field).length > 0 && (!isSealed(shape, field) || shape.restricted === true),
  );
}

/** The codes a field can have, with their words. */
export function codesOf(field: Field): readonly { readonly code: string; readonly label: string }[] {
  const { kind } = field;
  switch (kind.type) {
    case 'choice':
    case 'choices':
      return kind.options;
    case 'yes-no':
      return [
        { code: 'yes', label: 'Yes' },
        { code: 'no', label: 'No' },
      ];
    case 'year-group':
    case 'year-groups':
      return yearGroups;
    default:
      return [];
  }
}

/** Reads the address of a register's list. */
export function readListAddress(
  shape: RegisterShape,
  raw: Readonly<Record<string, unknown>>,
  now: Temporal.Instant,
): ListAddress {
  const given = (name: string): string => {
    const value = raw[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const asked: Record<string, string> = {};
  const note = (name: string, value: string): string => {
    if (value !== '') asked[name] = value;
    return value;
  };
  const day = (name: string): string | undefined => {
    const value = given(name);
    try {
      return note(name, Temporal.PlainDate.from(value, { overflow: 'reject' }).toString());
    } catch {
      return undefined;
    }
  };
  const state = statesOf(shape).find((one) => one === given('state'));
  if (state !== undefined) note('state', state);
  const facets = filterFields(shape).flatMap((field) => {
    const value = given(formName(field.code));
    if (!codesOf(field).some((one) => one.code === value)) return [];
    return [`${field.code}=${note(formName(field.code), value)}`];
  });
  const overdue = given('due') === 'overdue' && dueField(shape) !== undefined;
  if (overdue) note('due', 'overdue');
  const sort = isSortKey(given('sort')) ? given('sort') : '';
  if (sort !== '') note('sort', sort);
  const descending = given('order') === '' ? sort === '' : given('order') === 'descending';
  if (given('order') !== '') note('order', descending ? 'descending' : 'ascending');
  return {
    filter: {
      text: note('q', given('q').slice(0, 100)),
      states: state === undefined ? [] : [state],
      from: day('from'),
      to: day('to'),
      facets,
      addedBy: undefined,
      dueBefore: overdue ? schoolDay(now).toString() : undefined,
    },
    sort: { key: isSortKey(sort) ? sort : 'about', descending },
    page: /^\d{1,6}$/.test(given('page')) ? Math.max(1, Number(given('page'))) : 1,
    asked,
  };
}

function isSortKey(text: string): text is SortKey {
  return Object.hasOwn(sortKeys, text);
}
