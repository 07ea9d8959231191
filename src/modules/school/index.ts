import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { addSchoolByHand } from './commands/add-school.ts';
import { changeSchoolRecord, showSchool } from './commands/change-school.ts';
import { certificatePage } from './pages/certificate/page.ts';
import { schoolPage } from './pages/school/page.ts';
import { schoolDuties } from './duties.ts';
import { schoolRetention } from './retention.ts';
import { schoolEvents } from './events.ts';
import { homePage } from './pages/home/page.ts';
import { noteSetUpLink } from './set-up-link.ts';
import { tableNames } from './store.ts';

export { makeSetUpLink, schoolOfToken, setUpSchool, tokenHolds } from './set-up-link.ts';
export { schoolYearLabel, schoolYearOf } from './school-year.ts';
export { schoolName, sitesOf, theSchools } from './store.ts';
export { keyStageLabels, yearGroupCodes, yearGroupOf, yearGroups } from './year-groups.ts';
export type { KeyStage, YearGroupCode } from './year-groups.ts';
export { schoolEvents } from './events.ts';

/** Makes the school module. */
export function makeSchoolModule(parts: ModuleParts): SchoolgateModule {
  const home = homePage(parts);
  const certificate = certificatePage(parts);
  return {
    name: 'school',
    tables: tableNames,
    events: schoolEvents,
    commands: [noteSetUpLink, addSchoolByHand, changeSchoolRecord],
    queries: [home.query, showSchool, certificate.query],
    pages: [home.page, schoolPage, certificate.page],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: schoolDuties(parts),
    retention: schoolRetention,
    jobs: [],
  };
}
