import { setImmediate } from 'node:timers/promises';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { onlyMachine, type MachineActor } from '../../../platform/access/access.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { z } from 'zod';
import type { ModuleParts } from '../../module.ts';
import { theSchools } from '../../school/index.ts';
import { dropImport, takeImportStep, type TakenRow } from '../commands/import-commands.ts';
import { entryColumns } from '../entry-columns.ts';
import { registerEvents } from '../events.ts';
import { valueWords } from '../field-words.ts';
import type { RegisterParts } from '../register-parts.ts';
import { registerTables, type ImportRow } from '../rows.ts';
import { entryRow } from '../store.ts';
import { rowsOf, type ReadRow } from './check-file.ts';
import { findImport, importInto, type ImportBefore } from './imports.ts';
import { FileFault, textOf } from './read-records.ts';

/** Rows written in one transaction: some ten milliseconds, so that no page waits for long (contracts.md, "Writing"). */
export const STEP_ROWS = 100;
/** Hours after which a file that nobody began to take in is put aside. */
const HOURS_KEPT = 24;

/** Imports that are not over. */
export const openImports = query({
  name: 'registers.open-imports',
  input: z.object({}),
  events: registerEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'import-registers'),
  answer: (db) =>
    registerTables
      .read(db)
      .select('register_import')
      .where('state', 'in', ['checked', 'running'])
      .selectAll()
      .orderBy('asked_at')
      .execute(),
  leaves: 'It shows which files are being taken in, to the job that takes them in.',
});

/** What a file is read against, for the job. */
export const makeImportForJob = (parts: RegisterParts) =>
  query({
    name: 'registers.import-for-job',
    input: z.object({ import: z.string() }),
    events: registerEvents,
    load: async (db, input, asking) => {
      const row = await findImport(db, input.import);
      const into = row === undefined ? undefined : await importInto(parts, db, row.register, asking);
      return row === undefined || into === undefined ? undefined : { ...into, row };
    },
    policy: onlyMachine('job', 'import-registers'),
    answer: (_db, { subject }) => Promise.resolve<ImportBefore>(subject),
    leaves: 'It shows the columns of a register, to the job that fills them.',
  });

/**
 * Takes imports in, some rows in a transaction, with a pause for pages between them. After a stop it goes on where it was: how many rows are
 * in stands beside the import, in the same transaction.
 */
export function importJob(
  parts: Pick<ModuleParts, 'runner' | 'store' | 'clock' | 'ids' | 'files'>,
  importForJob: ReturnType<typeof makeImportForJob>,
): Job {
  const { runner, clock } = parts;
  const takeIn = async (actor: MachineActor, row: ImportRow): Promise<void> => {
    const subject = await runner.ask(importForJob, actor, { import: row.id });
    const text = await textOf(parts.files.read(row.content));
    const now = clock.now();
    const today = schoolDay(now).toString();
    let at = 0;
    let from = row.done_count;
    let waiting: TakenRow[] = [];
    const write = async (): Promise<void> => {
      if (waiting.length === 0) return;
      await runner.run(takeImportStep, actor, { import: row.id, from, rows: waiting });
      from += waiting.length;
      waiting = [];
      await setImmediate();
    };
    for await (const read of rowsOf(text, subject.given)) {
      if (!read.ok) throw new FileFault(`line ${String(read.faults[0]?.line)} no longer fits`);
      at += 1;
      if (at <= row.done_count) continue;
      waiting.push(takenRow(subject, read.row, { id: parts.ids.next(), now, today }));
      if (waiting.length >= STEP_ROWS) await write();
    }
    await write();
  };
  return {
    name: 'import-registers',
    everyMs: 1000,
    run: async () => {
      const broken: unknown[] = [];
      for (const school of await theSchools(parts.store)) {
        const actor: MachineActor = {
          kind: 'job',
          name: 'import-registers',
          school,
          request: asId('import-registers'),
        };
        for (const row of await runner.ask(openImports, actor, {})) {
          if (row.state === 'checked') {
            const old = clock.now().subtract({ hours: HOURS_KEPT });
            if (Temporal.Instant.compare(Temporal.Instant.from(row.asked_at), old) < 0) {
              await runner.run(dropImport, actor, { import: row.id });
            }
            continue;
          }
          try {
            await takeIn(actor, row);
          } catch (error) {
            // Somebody changed what the file was checked against: what is in already never counts, and its page says so.
            if (error instanceof FileFault) await runner.run(dropImport, actor, { import: row.id });
            else broken.push(error);
          }
        }
      }
      // One that cannot be taken in holds up nobody else's, and is told all the same.
      if (broken.length > 0) throw broken[0];
    },
  };
}

function takenRow(
  { shape, given, row }: ImportBefore,
  read: ReadRow,
  made: { readonly id: string; readonly now: Temporal.Instant; readonly today: string },
): TakenRow {
  const { today } = made;
  const closed = read.state === 'closed';
  const columns = entryColumns(
    shape,
    { values: read.values, addedOn: today, closedOn: closed ? today : null },
    (field, value) => valueWords(field, value, given.around),
  );
  return entryRow(
    {
      id: made.id,
      register: shape.code,
      number: 0,
      state: read.state,
      by: row.asked_by,
      at: made.now,
      closedAt: closed ? made.now : null,
      importId: row.id,
    },
    columns,
  );
}
