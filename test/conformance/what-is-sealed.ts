import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What decision 18 says of the text columns of one table. */
export interface Decided {
  readonly sealed: readonly string[];
  readonly plain: readonly string[];
}

const decision = readFileSync(join(import.meta.dirname, '../../docs/decisions/0018-what-is-sealed.md'), 'utf8');

const listIn = (cell: string): string[] => (cell === '–' ? [] : cell.split(', '));

/** The table of decision 18, by table of the database. */
export function decided(): ReadonlyMap<string, Decided> {
  const rows = [...decision.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm)];
  return new Map(
    rows.map(([, table = '', sealed = '', plain = '']) => [table, { sealed: listIn(sealed), plain: listIn(plain) }]),
  );
}

/** The sealed columns, as `table.column`. */
export function sealedPlaces(): readonly string[] {
  return [...decided()].flatMap(([table, { sealed }]) => sealed.map((column) => `${table}.${column}`));
}
