import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { Asking } from '../../../platform/commands/command.ts';
import { allFields } from '../entry.ts';
import { standingBefore, type RegisterParts, type StandingBefore } from '../register-parts.ts';
import { registerTables, type ImportRow } from '../rows.ts';
import { rulesInForce } from '../rules.ts';
import { surroundingsFor } from '../surroundings.ts';
import type { ImportAround } from './check-file.ts';

/** `checked`: looked through, nothing written. `running`: being taken in. `done`: it counts. `dropped`: it never will. */
export type ImportState = 'checked' | 'running' | 'done' | 'dropped';

/** An import as somebody stands before it. */
export interface ImportBefore extends StandingBefore {
  readonly row: ImportRow;
  readonly given: ImportAround;
}

/** A register with all that a file is read against. */
export async function importInto(
  parts: RegisterParts,
  db: ReadHandle,
  register: string,
  asking: Asking,
): Promise<(StandingBefore & { readonly given: ImportAround }) | undefined> {
  const standing = await standingBefore(parts, db, register, asking);
  return standing === undefined ? undefined : { ...standing, given: await aroundOf(parts, db, standing, asking.now) };
}

async function aroundOf(parts: RegisterParts, db: ReadHandle, { shape }: StandingBefore, now: Temporal.Instant) {
  return {
    shape,
    rules: await rulesInForce(db, parts.settings, shape),
    around: await surroundingsFor(db, allFields(shape), now),
  };
}

/** An import of this register by its id; undefined when there is none. */
export async function importBefore(
  parts: RegisterParts,
  db: ReadHandle,
  input: { readonly register: string; readonly import: string },
  asking: Asking,
): Promise<ImportBefore | undefined> {
  const into = await importInto(parts, db, input.register, asking);
  if (into === undefined) return undefined;
  const row = await findImport(db, input.import);
  return row?.register === input.register ? { ...into, row } : undefined;
}

/** One import of the school; undefined when there is none. */
export async function findImport(db: ReadHandle, id: string): Promise<ImportRow | undefined> {
  return registerTables.read(db).select('register_import').where('id', '=', id).selectAll().executeTakeFirst();
}
