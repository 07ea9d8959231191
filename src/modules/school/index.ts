import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { addSchoolByHand } from './commands/add-school.ts';
import { changeSchoolRecord, showSchool } from './commands/change-school.ts';
import { enterTerms, seeTerms, seeTermsOf } from './commands/enter-terms.ts';
import { certificatePage } from './pages/certificate/page.ts';
import { schoolPage } from './pages/school/page.ts';
import { termPages } from './pages/terms/page.ts';
import { schoolDuties } from './duties.ts';
import { schoolRetention } from './retention.ts';
import { schoolEvents } from './events.ts';
import { homePage } from './pages/home/page.ts';
import { noteSetUpLink } from './set-up-link.ts';
import { tableNames } from './store.ts';
import { termTables } from './terms/rows.ts';

export { makeSetUpLink, schoolOfToken, setUpSchool, tokenHolds } from './set-up-link.ts';
export { schoolYearLabel, schoolYearOf } from './school-year.ts';
export { schoolName, sitesOf, theSchools } from './store.ts';
export { keyStageLabels, yearGroupCodes, yearGroupOf, yearGroups } from './year-groups.ts';
export type { KeyStage, YearGroupCode } from './year-groups.ts';
export { schoolEvents } from './events.ts';
export { mayEnterTerms } from './policy.ts';
export { schoolCalendar, type CountedTerm, type SchoolCalendar } from './terms/calendar.ts';
export { calendarOf } from './terms/store.ts';
export { before, termLabels, termNames, within, type Term } from './terms/term.ts';

/** Makes the school module. */
export function makeSchoolModule(parts: ModuleParts): SchoolgateModule {
  const home = homePage(parts);
  const certificate = certificatePage(parts);
  return {
    name: 'school',
    tables: [...tableNames, ...termTables.names],
    events: schoolEvents,
    commands: [noteSetUpLink, addSchoolByHand, changeSchoolRecord, enterTerms],
    queries: [home.query, showSchool, certificate.query, seeTerms, seeTermsOf],
    pages: [home.page, schoolPage, certificate.page, ...termPages],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: schoolDuties(parts),
    retention: schoolRetention,
    jobs: [],
  };
}
