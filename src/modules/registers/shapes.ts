import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { readShape } from './check-shape.ts';
import { registerTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';

/** A register as it is today: ours, or one that the school made for itself, in its newest version. */
export interface KnownShape {
  readonly shape: RegisterShape;
  /** 0 for ours; a school's own count from 1. */
  readonly version: number;
}

/** All registers of a school: ours in the order they are declared, then its own by title. */
export async function allShapes(db: ReadHandle, declared: readonly RegisterShape[]): Promise<readonly KnownShape[]> {
  const rows = await registerTables
    .read(db)
    .select('register_own')
    .select(['code', 'version', 'shape'])
    .orderBy('version')
    .execute();
  const newest = new Map(rows.map((row) => [row.code, row]));
  const own = [...newest.values()].map((row) => ({ shape: readShape(row.shape), version: row.version }));
  return [
    ...declared.map((shape) => ({ shape, version: 0 })),
    ...own.toSorted((a, b) => a.shape.title.localeCompare(b.shape.title)),
  ];
}

/** One register by its code; undefined when the school has none. */
export async function findShape(
  db: ReadHandle,
  declared: readonly RegisterShape[],
  code: string,
): Promise<KnownShape | undefined> {
  const ours = declared.find((shape) => shape.code === code);
  if (ours !== undefined) return { shape: ours, version: 0 };
  const row = await registerTables
    .read(db)
    .select('register_own')
    .select(['version', 'shape'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : { shape: readShape(row.shape), version: row.version };
}
