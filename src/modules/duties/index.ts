import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { makeChangeDuty } from './commands/change-duty.ts';
import { makeDoDuty, makeRecordDuty, makeReopenDuty, makeWaiveDuty } from './commands/close-duty.ts';
import { endOwnFeed, makeMakeFeed, makeReadFeed, seeFeed } from './commands/feeds.ts';
import { beginDuties, makeNoteDue, makeTakeEvidence } from './commands/keep-duties.ts';
import { makeRemind } from './commands/remind.ts';
import { dutyControls } from './controls.ts';
import type { DutyParts } from './duty-parts.ts';
import { dutyEvents } from './events.ts';
import { homeLines } from './home-lines.ts';
import { keepDutiesJob } from './jobs.ts';
import { calendarPage } from './pages/calendar/page.ts';
import { changePage } from './pages/change/page.ts';
import { doPage, recordPage } from './pages/do/page.ts';
import { dutiesPage } from './pages/duties/page.ts';
import { dutyPage } from './pages/duty/page.ts';
import { feedPages } from './pages/feed/page.ts';
import { feedRoute } from './pages/feed/route.ts';
import { openFileRoute } from './pages/open-file.ts';
import { reopenPage } from './pages/reopen/page.ts';
import { waivePage } from './pages/waive/page.ts';
import {
  makeOpenDutyFile,
  makeSeeCalendar,
  makeSeeChangeForm,
  makeSeeDoForm,
  makeSeeDuties,
  makeSeeDuty,
  makeSeeRecordForm,
  makeSeeReopenForm,
  makeSeeWaiveForm,
} from './queries/duty-queries.ts';
import { toHeadDays, toLeadDays } from './reminders.ts';
import { dutyRetention } from './retention.ts';
import { dutyFileColumn, dutyTables } from './rows.ts';

/** Makes the module of recurring duties. */
export function makeDutiesModule(given: ModuleParts): SchoolgateModule {
  const settings = () => given.whole().flatMap((module) => module.settings);
  const parts: DutyParts = { settings, whole: given.whole, files: given.files, publicUrl: given.config.publicUrl };
  const commands = {
    noteDue: makeNoteDue(parts),
    takeEvidence: makeTakeEvidence(parts),
    remind: makeRemind(parts),
    do: makeDoDuty(parts),
    record: makeRecordDuty(parts),
    waive: makeWaiveDuty(parts),
    reopen: makeReopenDuty(parts),
    change: makeChangeDuty(parts),
    makeFeed: makeMakeFeed(parts),
  };
  const queries = {
    duties: makeSeeDuties(parts),
    duty: makeSeeDuty(parts),
    doForm: makeSeeDoForm(parts),
    recordForm: makeSeeRecordForm(parts),
    waiveForm: makeSeeWaiveForm(parts),
    reopenForm: makeSeeReopenForm(parts),
    changeForm: makeSeeChangeForm(parts),
    openFile: makeOpenDutyFile(parts),
    calendar: makeSeeCalendar(parts),
    readFeed: makeReadFeed(parts),
  };
  return {
    name: 'duties',
    tables: dutyTables.names,
    fileColumns: [dutyFileColumn],
    events: dutyEvents,
    commands: [beginDuties, ...Object.values(commands), endOwnFeed],
    queries: [...Object.values(queries), seeFeed],
    pages: [
      dutiesPage(queries.duties),
      calendarPage(queries.calendar),
      ...feedPages(commands.makeFeed),
      dutyPage(queries.duty),
      recordPage(queries.recordForm, commands.record),
      changePage(queries.changeForm, commands.change),
      doPage(queries.doForm, commands.do),
      waivePage(queries.waiveForm, commands.waive),
      reopenPage(queries.reopenForm, commands.reopen),
      openFileRoute(queries.openFile, given.files),
    ],
    publicRoutes: [feedRoute(given, queries.readFeed)],
    controls: dutyControls(parts),
    settings: [toLeadDays, toHeadDays],
    duties: homeLines(settings),
    retention: dutyRetention,
    jobs: [keepDutiesJob(given, commands)],
  };
}
