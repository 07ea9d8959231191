import type { AnyCommand, AnyQuery } from '../../platform/commands/command.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Page } from '../../platform/http/pages.ts';
import { addFile } from './commands/add-file.ts';
import { addNote } from './commands/add-note.ts';
import { addToReport } from './commands/add-to-report.ts';
import { assignIncident } from './commands/assign-incident.ts';
import { classifyIncident } from './commands/classify-incident.ts';
import { closeIncident } from './commands/close-incident.ts';
import { correctEntry } from './commands/correct-entry.ts';
import { doTask } from './commands/do-task.ts';
import { endSanction } from './commands/end-sanction.ts';
import { giveNoSanction } from './commands/give-no-sanction.ts';
import { giveSanction } from './commands/give-sanction.ts';
import { giveTask } from './commands/give-task.ts';
import { goOn } from './commands/go-on.ts';
import { makeSafe } from './commands/make-safe.ts';
import { namePerson } from './commands/name-person.ts';
import { notifyPeople } from './commands/notify-people.ts';
import { recordAction } from './commands/record-action.ts';
import { recordParents } from './commands/record-parents.ts';
import { recordReferral } from './commands/record-referral.ts';
import { reopenIncident } from './commands/reopen-incident.ts';
import { reportConcern } from './commands/report-concern.ts';
import { reviewIncident } from './commands/review-incident.ts';
import { sayWho } from './commands/say-who.ts';
import { signLog } from './commands/sign-log.ts';
import { withdrawPerson } from './commands/withdraw-person.ts';
import { actPage } from './pages/act/page.ts';
import { addToReportPage } from './pages/add-to-report/page.ts';
import { assignPage } from './pages/assign/page.ts';
import { casePrintPage } from './pages/case-print/page.ts';
import { casePage, goOnAction } from './pages/case/page.ts';
import { classifyPage } from './pages/classify/page.ts';
import { closePage } from './pages/close/page.ts';
import { correctPage } from './pages/correct/page.ts';
import { endSanctionPage } from './pages/end-sanction/page.ts';
import { filePage } from './pages/file/page.ts';
import { flowchartPage } from './pages/flowchart/page.ts';
import { governorsLogPage } from './pages/governors-log/page.ts';
import { logPrintPage } from './pages/log-print/page.ts';
import { logFile, logPage } from './pages/log/page.ts';
import { makeSafePage } from './pages/make-safe/page.ts';
import { minePage } from './pages/mine/page.ts';
import { myReportPage } from './pages/my-report/page.ts';
import { noSanctionPage } from './pages/no-sanction/page.ts';
import { notePage } from './pages/note/page.ts';
import { notifyPage } from './pages/notify/page.ts';
import { openFilePage } from './pages/open-file/page.ts';
import { parentsPage } from './pages/parents/page.ts';
import { peoplePage } from './pages/people/page.ts';
import { receivedPage, sayWhoAction } from './pages/received/page.ts';
import { referPage } from './pages/refer/page.ts';
import { reopenPage } from './pages/reopen/page.ts';
import { reportPage } from './pages/report/page.ts';
import { reviewPage } from './pages/review/page.ts';
import { sanctionPage } from './pages/sanction/page.ts';
import { signOffPage } from './pages/sign-off/page.ts';
import { takeOffPage } from './pages/take-off/page.ts';
import { taskGivenPage } from './pages/task-given/page.ts';
import { taskPage } from './pages/task/page.ts';
import { caseQueries } from './queries/case-queries.ts';
import { openFile, seeFileForm } from './queries/file-queries.ts';
import { downloadLog, seeFlowchart, seeGovernorsLog, seeLog, seeLogPrint, seeSignOff } from './queries/log-queries.ts';
import { seeAddForm, seeMine, seeMyReport, seeReceipt, seeReportForm, seeTask } from './queries/report-queries.ts';

/** The commands of incidents, by name. */
export function incidentCommands() {
  return {
    report: reportConcern,
    sayWho: sayWho,
    addToReport,
    makeSafe: makeSafe,
    classify: classifyIncident,
    notify: notifyPeople,
    act: recordAction,
    parents: recordParents,
    sanction: giveSanction,
    noSanction: giveNoSanction,
    endSanction: endSanction,
    goOn: goOn,
    review: reviewIncident,
    close: closeIncident,
    reopen: reopenIncident,
    note: addNote,
    addFile,
    correct: correctEntry,
    assign: assignIncident,
    task: giveTask,
    doTask,
    refer: recordReferral,
    namePerson: namePerson,
    withdrawPerson: withdrawPerson,
    signLog,
  };
}

export type IncidentCommands = ReturnType<typeof incidentCommands>;

/** All commands as the module lists them. */
export function commandList(commands: IncidentCommands): readonly AnyCommand[] {
  return Object.values(commands);
}

/** All queries. */
export const incidentQueries: readonly AnyQuery[] = [
  seeReportForm,
  seeReceipt,
  seeMine,
  seeMyReport,
  seeAddForm,
  seeTask,
  seeLog,
  seeLogPrint,
  downloadLog,
  seeFlowchart,
  seeGovernorsLog,
  seeSignOff,
  seeFileForm,
  openFile,
  ...caseQueries,
];

/** All pages. */
export function incidentPages(commands: IncidentCommands, files: FileStore): readonly Page[] {
  return [
    reportPage(commands.report),
    receivedPage,
    sayWhoAction(commands.sayWho),
    minePage,
    myReportPage,
    addToReportPage,
    taskGivenPage,
    logPage,
    logPrintPage,
    logFile,
    governorsLogPage,
    signOffPage,
    flowchartPage,
    casePage,
    casePrintPage,
    goOnAction(commands.goOn),
    makeSafePage(commands.makeSafe),
    classifyPage(commands.classify),
    notifyPage(commands.notify),
    actPage(commands.act),
    parentsPage(commands.parents),
    sanctionPage(commands.sanction),
    noSanctionPage(commands.noSanction),
    endSanctionPage(commands.endSanction),
    reviewPage(commands.review),
    closePage(commands.close),
    reopenPage(commands.reopen),
    notePage(commands.note),
    filePage(commands.addFile),
    openFilePage(files),
    correctPage(commands.correct),
    assignPage(commands.assign),
    taskPage(commands.task),
    referPage(commands.refer),
    peoplePage(commands.namePerson),
    takeOffPage(commands.withdrawPerson),
  ];
}
