import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { allowed, both, onlyMachine, refused } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { FileStore } from '../../../platform/files/file-store.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { registerEvents } from '../events.ts';
import { checkFile, columnsOf } from '../import/check-file.ts';
import { findImport, importBefore, importInto, type ImportBefore } from '../import/imports.ts';
import { decoded, FileFault, MOST_IMPORT_BYTES, recordsOf, textOf } from '../import/read-records.ts';
import { registerInput } from '../input.ts';
import { mayImport } from '../policy.ts';
import type { RegisterParts } from '../register-parts.ts';
import { registerTables, type EntryRow, type ImportRow } from '../rows.ts';
import type { RegisterShape } from '../shape.ts';
import { nextNumber } from '../store.ts';

/** Takes a file of entries in, to be looked through before anything is done with it. */
export const makeBringImport = (parts: RegisterParts) =>
  command({
    name: 'registers.bring-import',
    input: z.object({
      ...registerInput,
      files: z
        .array(z.object({ name: z.string().max(255), bytes: z.instanceof(Uint8Array) }))
        .max(1)
        .default([]),
    }),
    events: registerEvents,
    load: (db, input, asking) => importInto(parts, db, input.register, asking),
    policy: (actor, standing) => mayImport(actor, standing),
    prepare: ({ files: [file] }, { shape }) => takeIn(parts.files, shape, file?.bytes),
    effect: async ({ db, subject: { shape, given }, prepared, actor, now, newId }) => {
      if (given.rules.closed !== undefined) return failed('', given.rules.closed.says);
      if ('problem' in prepared) return failed('files', prepared.problem);
      const id = newId<'register-import'>();
      await registerTables.write(db).insert('register_import', {
        id,
        register: shape.code,
        content: prepared.content,
        state: 'checked',
        row_count: 0,
        done_count: 0,
        asked_by: actorId(actor),
        asked_at: now.toString(),
        ended_at: null,
      });
      return done({ id }, { name: 'register-import-brought', subject: shape.code, data: { import: id } } as const);
    },
    changesFilter: false,
  });

/** Keeps a file whose first line names columns of the register, in UTF-8 whatever it came in. */
async function takeIn(
  files: FileStore,
  shape: RegisterShape,
  bytes: Uint8Array | undefined,
): Promise<{ readonly content: string } | { readonly problem: string }> {
  if (bytes === undefined) return { problem: 'Choose the file' };
  const text = decoded(bytes);
  if (!/\S/.test(text)) return { problem: 'The file is empty. Its first line names the columns' };
  if (text.includes('\0')) return { problem: 'The file must be CSV: save the sheet as CSV, and choose that' };
  try {
    for await (const { cells } of recordsOf(text)) {
      columnsOf(shape, cells);
      break;
    }
  } catch (error) {
    if (error instanceof FileFault) return { problem: error.message };
    throw error;
  }
  const utf8 = new TextEncoder().encode(text);
  const kept = await files.put(once(utf8), { name: 'import.csv', most: 2 * MOST_IMPORT_BYTES });
  if ('refused' in kept) return { problem: kept.message };
  return kept.kind.code === 'text'
    ? { content: kept.content }
    : { problem: 'The file must be CSV: save the sheet as CSV, and choose that' };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const importInput = { ...registerInput, import: recordId<'register-import'>() };

/** Whether an import waits to be taken in. */
export function mayBegin({ row }: Pick<ImportBefore, 'row'>) {
  return row.state === 'checked'
    ? allowed
    : refused('This file was taken in, or put aside, already. Bring it in anew.');
}

/** Begins to take a file in, after looking through all of it once more. One line that is wrong, and nothing of it is taken. */
export const makeBeginImport = (parts: RegisterParts) =>
  command({
    name: 'registers.begin-import',
    input: z.object(importInput),
    events: registerEvents,
    load: (db, input, asking) => importBefore(parts, db, input, asking),
    policy: (actor, subject) => both(mayImport(actor, subject), mayBegin(subject)),
    prepare: async (_input, { row, given }) => {
      try {
        return await checkFile(await textOf(parts.files.read(row.content)), given);
      } catch (error) {
        if (error instanceof FileFault) return error.message;
        throw error;
      }
    },
    effect: async ({ db, subject: { shape, given, row }, prepared }) => {
      if (given.rules.closed !== undefined) return failed('', given.rules.closed.says);
      if (typeof prepared === 'string') return failed('', prepared);
      if (prepared.faulty > 0 || prepared.rows === 0)
        return failed('', 'Mend the lines below in your file, and bring it in again');
      await changeImport(db, row, { state: 'running', row_count: prepared.rows });
      return done({ rows: prepared.rows }, {
        name: 'register-import-begun',
        subject: shape.code,
        data: { import: row.id, rows: prepared.rows },
      } as const);
    },
    changesFilter: false,
  });

/** Rows of one statement, below every database's limit on parameters. */
const AT_ONCE = 50;

/** The row of an entry that is taken in; its number is given as it is written. */
export type TakenRow = Omit<EntryRow, 'school_id'>;

/** Writes the next rows of an import. The entries count once the last of them is in. */
export const takeImportStep = command({
  name: 'registers.take-import-step',
  input: z.object({
    import: z.string(),
    from: z.int(),
    rows: z.custom<readonly TakenRow[]>((value) => Array.isArray(value)),
  }),
  events: registerEvents,
  load: (db, input) => findImport(db, input.import),
  policy: onlyMachine('job', 'import-registers'),
  prepare: nothing,
  effect: async ({ db, input, subject: row, now }) => {
    if (row.state !== 'running' || row.done_count !== input.from) return failed('', 'This part was taken in already');
    const first = await nextNumber(db, row.register);
    const rows = input.rows.map((taken, at) => ({ ...taken, number: first + at }));
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      await registerTables.write(db).insertAll('register_entry', rows.slice(from, from + AT_ONCE));
    }
    const total = input.from + rows.length;
    const ends = total >= row.row_count;
    await changeImport(db, row, {
      done_count: total,
      // The file has done its work: without a row that names it, it is swept away.
      ...(ends ? { state: 'done', ended_at: now.toString(), content: '' } : {}),
    });
    return done({ ends }, {
      name: 'register-import-went-on',
      subject: row.register,
      data: { import: row.id, done: total },
    } as const);
  },
  changesFilter: false,
});

/** Puts an import aside: one that nobody began within a day, or whose file cannot be read any more. What came by it never counts. */
export const dropImport = command({
  name: 'registers.drop-import',
  input: z.object({ import: z.string() }),
  events: registerEvents,
  load: (db, input) => findImport(db, input.import),
  policy: onlyMachine('job', 'import-registers'),
  prepare: nothing,
  effect: async ({ db, subject: row, now }) => {
    await changeImport(db, row, { state: 'dropped', ended_at: now.toString(), content: '' });
    return done(undefined, {
      name: 'register-import-dropped',
      subject: row.register,
      data: { import: row.id },
    } as const);
  },
  changesFilter: false,
});

async function changeImport(db: WriteHandle, row: ImportRow, changes: Partial<Omit<ImportRow, 'school_id' | 'id'>>) {
  await changeOne(
    registerTables
      .write(db)
      .update('register_import')
      .set(changes)
      .where('id', '=', row.id)
      .where('state', '=', row.state)
      .where('done_count', '=', row.done_count),
  );
}
