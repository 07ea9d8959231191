import type { Page } from '../../platform/http/pages.ts';
import { makeAddEntry } from './commands/add-entry.ts';
import { makeAddRegisterFile } from './commands/add-register-file.ts';
import { makeCloseEntry } from './commands/close-entry.ts';
import { makeCorrectEntry } from './commands/correct-entry.ts';
import { makeDecideEntry } from './commands/decide-entry.ts';
import { dropImport, makeBeginImport, makeBringImport, takeImportStep } from './commands/import-commands.ts';
import { makeAddField, makeMakeRegister, makeRetireField } from './commands/own-commands.ts';
import { makeStrikeOutEntry } from './commands/strike-out-entry.ts';
import { addPage } from './pages/add/page.ts';
import { closePage } from './pages/close/page.ts';
import { coveragePage } from './pages/coverage/page.ts';
import { correctPage } from './pages/correct/page.ts';
import { decidePage } from './pages/decide/page.ts';
import { entryPage, openFileRoute } from './pages/entry/page.ts';
import { filePage } from './pages/file/page.ts';
import { csvRoute, emptyFileRoute, importPage, importResultPage } from './pages/import/page.ts';
import { listPage } from './pages/list/page.ts';
import { newRegisterPage, retireFieldAction, shapePage } from './pages/own/page.ts';
import { printPage } from './pages/print/page.ts';
import { registersPage } from './pages/registers/page.ts';
import { strikeOutPage } from './pages/strike-out/page.ts';
import { makeImportForJob, openImports } from './import/import-job.ts';
import { makeDownloadCsv } from './queries/download-csv.ts';
import { makeSeeEmptyFile, makeSeeImport, makeSeeImportForm } from './queries/import-queries.ts';
import { entryFormQueries, makeOpenRegisterFile, makeSeeEntry } from './queries/entry-queries.ts';
import { makeSeeCoverage } from './queries/see-coverage.ts';
import { makeSeeList, makeSeePrint } from './queries/list-queries.ts';
import { makeSeeShape, seeNewRegister } from './queries/own-queries.ts';
import { makeSeeAddForm } from './queries/see-add-form.ts';
import { makeSeeRegisters } from './queries/see-registers.ts';
import type { RegisterParts } from './register-parts.ts';

/** The commands of registers, by what they do. */
export function registerCommands(parts: RegisterParts) {
  return {
    add: makeAddEntry(parts),
    correct: makeCorrectEntry(parts),
    close: makeCloseEntry(parts),
    decide: makeDecideEntry(parts),
    strikeOut: makeStrikeOutEntry(parts),
    addFile: makeAddRegisterFile(parts),
    bringImport: makeBringImport(parts),
    beginImport: makeBeginImport(parts),
    takeImportStep,
    makeRegister: makeMakeRegister(parts),
    addField: makeAddField(parts),
    retireField: makeRetireField(parts),
    dropImport,
  };
}
export type RegisterCommands = ReturnType<typeof registerCommands>;

/** The queries of registers. */
export function registerQueries(parts: RegisterParts) {
  return {
    registers: makeSeeRegisters(parts),
    list: makeSeeList(parts),
    print: makeSeePrint(parts),
    coverage: makeSeeCoverage(parts),
    addForm: makeSeeAddForm(parts),
    entry: makeSeeEntry(parts),
    openFile: makeOpenRegisterFile(parts),
    ...entryFormQueries(parts),
    downloadCsv: makeDownloadCsv(parts),
    importForm: makeSeeImportForm(parts),
    emptyFile: makeSeeEmptyFile(parts),
    seeImport: makeSeeImport(parts),
    openImports,
    newRegister: seeNewRegister,
    shape: makeSeeShape(parts),
    importForJob: makeImportForJob(parts),
  };
}
export type RegisterQueries = ReturnType<typeof registerQueries>;

/** The pages of registers. */
export function registerPages(
  parts: RegisterParts,
  commands: RegisterCommands,
  queries: RegisterQueries,
): readonly Page[] {
  return [
    registersPage(queries.registers),
    listPage(queries.list),
    printPage(queries.print),
    coveragePage(queries.coverage),
    newRegisterPage(queries.newRegister, commands.makeRegister),
    shapePage(queries.shape, commands.addField),
    retireFieldAction(commands.retireField),
    csvRoute(queries.downloadCsv),
    emptyFileRoute(queries.emptyFile),
    importPage(queries.importForm, commands.bringImport),
    importResultPage(queries.seeImport, commands.beginImport),
    addPage(queries.addForm, commands.add),
    entryPage(queries.entry),
    openFileRoute(queries.openFile, parts.files),
    correctPage(queries.correct, commands.correct),
    closePage(queries.close, commands.close),
    decidePage(queries.decide, commands.decide),
    strikeOutPage(queries.strikeOut, commands.strikeOut),
    filePage(queries.file, commands.addFile),
  ];
}
