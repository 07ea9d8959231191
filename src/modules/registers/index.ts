import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { registerControls, registerRetention } from './controls.ts';
import { registerDuties } from './duties.ts';
import { namedInRegisters } from './due.ts';
import { registerEvents } from './events.ts';
import { importJob } from './import/import-job.ts';
import { registerCommands, registerPages, registerQueries } from './module-parts.ts';
import { ownRegisterControls } from './own-control.ts';
import type { RegisterParts } from './register-parts.ts';
import { registerFileColumns, registerTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';
import { registerRecords } from './subject-records.ts';

export { declaredRegisters } from './declared/index.ts';
export { entriesIn, type KnownEntry } from './entries-for-others.ts';
export { registerEvents } from './events.ts';
export { formName } from './field-names.ts';
export { countEntries, latestEntry, registerShapes, type EntryTold } from './questions.ts';
export type { RegisterShape } from './shape.ts';

/** Makes the registers module over the registers that every school has. */
export function makeRegistersModule(given: ModuleParts, declared: readonly RegisterShape[]): SchoolgateModule {
  const parts: RegisterParts = {
    declared,
    settings: () => given.whole().flatMap((module) => module.settings),
    files: given.files,
    key: given.key,
  };
  const commands = registerCommands(parts);
  const queries = registerQueries(parts);
  return {
    name: 'registers',
    tables: registerTables.names,
    fileColumns: registerFileColumns,
    events: registerEvents,
    commands: Object.values(commands),
    queries: Object.values(queries),
    pages: registerPages(parts, commands, queries),
    publicRoutes: [],
    controls: registerControls(declared),
    namedControls: ownRegisterControls(declared),
    settings: [],
    duties: registerDuties(parts),
    retention: registerRetention(declared),
    stillNames: namedInRegisters,
    subjectRecords: registerRecords(declared),
    jobs: [importJob(given, queries.importForJob)],
  };
}
