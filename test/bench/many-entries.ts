import { entryColumns } from '../../src/modules/registers/entry-columns.ts';
import { firstState, type Values } from '../../src/modules/registers/entry.ts';
import { valueWords } from '../../src/modules/registers/field-words.ts';
import { declaredRegisters } from '../../src/modules/registers/declared/index.ts';
import { registerTables } from '../../src/modules/registers/rows.ts';
import { entryRow, nextNumber } from '../../src/modules/registers/store.ts';
import { surroundingsFor } from '../../src/modules/registers/surroundings.ts';
import { readHandle, writeHandle } from '../../src/platform/db/scoped-tables.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import type { World } from '../support/world.ts';

/** Rows of one transaction. */
const AT_ONCE = 1000;

/**
 * Puts many entries into a register as its command would, row by row the same, without asking who may: filling fifty thousand by commands takes longer than what is
 * measured afterwards. `valuesAt` gives values as they are stored.
 */
export async function manyEntries(
  world: World,
  school: SchoolId,
  given: { readonly register: string; readonly by: string; readonly count: number; valuesAt(at: number): Values },
): Promise<void> {
  const shape = declaredRegisters.find(({ code }) => code === given.register);
  if (shape === undefined) throw new Error(`there is no register ${given.register}`);
  const now = world.clock.now();
  const around = await surroundingsFor(readHandle(world.store.reading, school), shape.fields, now);
  for (let done = 0; done < given.count; done += AT_ONCE) {
    await world.store.transaction(async (transaction) => {
      const db = writeHandle(transaction, school);
      const first = await nextNumber(db, shape.code);
      for (let at = done; at < Math.min(done + AT_ONCE, given.count); at++) {
        const values = given.valuesAt(at);
        const columns = entryColumns(
          shape,
          { values, addedOn: now.toString().slice(0, 10), closedOn: null },
          (field, value) => valueWords(field, value, around),
        );
        const entry = {
          id: world.ids.next<'register-entry'>(),
          register: shape.code,
          number: first + at - done,
          by: given.by,
          at: now,
          closedAt: null,
          importId: null,
          state: firstState(shape),
        };
        await registerTables.write(db).insert('register_entry', entryRow(entry, columns));
      }
    });
  }
}
