import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { entryColumns, type EntryColumns } from './entry-columns.ts';
import { allFields, type Entry, type Value, type Values } from './entry.ts';
import { valueWords } from './field-words.ts';
import type { RegisterShape } from './shape.ts';
import { namesIn } from './surroundings.ts';

/** The columns of an entry whose values change. `closedOn` is the school day on which it is or was closed. */
export async function changedColumns(
  db: ReadHandle,
  given: {
    readonly shape: RegisterShape;
    readonly entry: Entry;
    readonly values: Values;
    readonly closedOn: string | null;
  },
  now: Temporal.Instant,
): Promise<EntryColumns> {
  const { shape, entry, values, closedOn } = given;
  const names = await namesIn(db, allFields(shape), [values], now);
  const addedOn = schoolDay(Temporal.Instant.from(entry.addedAt)).toString();
  return entryColumns(shape, { values, addedOn, closedOn }, (field, value) => valueWords(field, value, names));
}

/** The school day on which an entry was closed; null while it is not. */
export function closedOn(entry: Pick<Entry, 'closedAt'>): string | null {
  return entry.closedAt === null ? null : schoolDay(Temporal.Instant.from(entry.closedAt)).toString();
}

/** What changed between two sets of values: each field as it stood before, null where nothing stood. */
export function whatChanged(before: Values, after: Values): Readonly<Record<string, Value | null>> {
  const codes = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed: Record<string, Value | null> = {};
  for (const code of codes) {
    if (JSON.stringify(before[code]) !== JSON.stringify(after[code])) changed[code] = before[code] ?? null;
  }
  return changed;
}
