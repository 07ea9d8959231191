import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { addClassByHand } from './commands/add-class.ts';
import { addPersonByHand } from './commands/add-person.ts';
import { makeEndRoleToday } from './commands/end-role.ts';
import { giveRole } from './commands/give-role.ts';
import { setLogIn } from './commands/set-log-in.ts';
import { setUpSchoolByLink } from './commands/set-up-school.ts';
import { noteSignIn } from './commands/sign-in.ts';
import { noteSignOut } from './commands/sign-out.ts';
import { passwordsEnforced } from './controls.ts';
import { peopleRetention } from './retention.ts';
import { bringInPeople, fillPosts, finishImport } from './duties.ts';
import { peopleEvents } from './events.ts';
import { addingPages } from './pages/add-person/page.ts';
import { logInPage } from './pages/log-in/page.ts';
import { peopleListPage } from './pages/people/page.ts';
import { personPage } from './pages/person/page.ts';
import { rolesPages } from './pages/roles/page.ts';
import { adminByEmail } from './queries/admin-by-email.ts';
import { beforeAdding } from './queries/before-adding.ts';
import { listPeople } from './queries/list-people.ts';
import { openPerson } from './queries/open-person.ts';
import { showLogIn } from './queries/show-log-in.ts';
import { showPosts } from './queries/show-posts.ts';
import { importPages } from './pages/import/page.ts';
import { takeRosterStep } from './roster/apply.ts';
import { answerRoster, beforeImport, bringRoster, rosterColumns } from './roster/bring-roster.ts';
import { chooseRosterColumns } from './roster/choose-columns.ts';
import { rosterPlan } from './roster/import-roster.ts';
import { undoRosterStep } from './roster/undo.ts';
import { accountPages } from './pages/account/page.ts';
import { nextStepsPage } from './pages/next-steps/page.ts';
import { newPasswordPage } from './pages/new-password/route.ts';
import { enrolPage } from './pages/enrol/route.ts';
import { secondStepPage } from './pages/second-step/route.ts';
import { setUpPage } from './pages/set-up/page.ts';
import { passkeyRoute } from './pages/sign-in/passkey-route.ts';
import { signInPage, signOutRoute } from './pages/sign-in/page.ts';
import { classesNamed } from './queries/classes-named.ts';
import { whoSignsIn } from './queries/signed-in-person.ts';
import { passwordChange, passwordDays } from './passwords/expiry.ts';
import { passkeyTables } from './passkeys/rows.ts';
import { postParts } from './posts/post-parts.ts';
import { owned } from './rows.ts';
import { factorTables } from './second-factor/rows.ts';
import { peopleRecords } from './subject-records.ts';
import { helpWithSigningIn } from './resets/duties.ts';
import { resetEvents } from './resets/events.ts';
import { resetParts } from './resets/reset-parts.ts';
import { resetTables } from './resets/rows.ts';
import { signInParts } from './second-factor/sign-in-parts.ts';
import { signInControls } from './sign-in-controls.ts';
import { ssoEvents } from './single-sign-on/events.ts';
import { ssoTables } from './single-sign-on/rows.ts';
import { ssoParts } from './single-sign-on/sso-parts.ts';

export { actorLike } from './actor-like.ts';
export { actorOf, personActor, whoIs } from './actor.ts';
export { nameCover } from './cover/name-cover.ts';
export { adultByEmail } from './queries/admin-by-email.ts';
export { classDirectory, peopleDirectory, type ListedPerson } from './directory.ts';
export { birthDaysOf, leaversBefore, type Leaver } from './due.ts';
export { leftPeople } from './leavers.ts';
export { namesOfOthers } from './subject-records.ts';
export { describePlan, importRosterFiles, importRosterFolder } from './roster/import-folder.ts';
export type { ShownPlan } from './roster/worker-tasks.ts';
export { authenticatorCode } from './second-factor/one-time-codes.ts';
export { passwordLife, whyOver } from './passwords/expiry.ts';
export { passwordsSet } from './sign-in-controls.ts';
export { needsSecondStep } from './second-factor/who-needs-it.ts';
export { plainHolders, plainPostsOf } from './posts/holders.ts';
export { postKinds, postLabel, type PlainPost, type PostKind } from './posts/words.ts';
export { checkLogin, type LogIn } from './sign-in.ts';
export {
  findPerson,
  holdersOf,
  linkedPeople,
  namesOf,
  peopleOfTheFilter,
  searchPeople,
  staffToday,
  type FilterPerson,
  type PersonSummary,
  type PupilFacts,
} from './lists.ts';

/** Makes the people module. */
export function makePeopleModule(parts: ModuleParts): SchoolgateModule {
  const account = accountPages(parts);
  const nextSteps = nextStepsPage(parts);
  const roster = importPages(parts);
  const signIn = signInParts(parts);
  const sso = ssoParts(parts);
  const resets = resetParts(parts);
  const endRoleToday = makeEndRoleToday(parts);
  return {
    name: 'people',
    tables: [
      ...owned.names,
      ...factorTables.names,
      ...passkeyTables.names,
      ...ssoTables.names,
      ...postParts.tables,
      ...resetTables.names,
    ],
    events: { ...peopleEvents, ...postParts.events, ...ssoEvents, ...resetEvents },
    commands: [
      setUpSchoolByLink,
      addPersonByHand,
      addClassByHand,
      giveRole,
      endRoleToday,
      ...postParts.commands,
      setLogIn,
      noteSignIn,
      noteSignOut,
      ...signIn.commands,
      ...sso.commands,
      ...resets.commands,
      bringRoster,
      chooseRosterColumns,
      answerRoster,
      takeRosterStep,
      undoRosterStep,
      ...roster.commands,
      ...account.commands,
    ],
    queries: [
      whoSignsIn,
      ...signIn.queries,
      ...sso.queries,
      ...resets.queries,
      adminByEmail,
      classesNamed,
      listPeople,
      openPerson,
      showLogIn,
      showPosts,
      ...postParts.queries,
      beforeAdding,
      beforeImport,
      rosterColumns,
      rosterPlan,
      ...roster.queries,
      nextSteps.query,
      ...account.queries,
    ],
    pages: [
      peopleListPage,
      personPage,
      logInPage,
      ...rolesPages(endRoleToday),
      ...postParts.pages,
      ...sso.pages,
      ...resets.pages,
      ...addingPages,
      ...roster.pages,
      nextSteps.page,
      ...account.pages,
      ...signIn.pages,
    ],
    publicRoutes: [
      signInPage(parts, signIn.keys),
      passkeyRoute(parts, signIn.usePasskey),
      signOutRoute(parts),
      secondStepPage(parts, signIn.keys),
      newPasswordPage(parts),
      enrolPage(parts, signIn.enrol),
      setUpPage(parts),
      ...sso.publicRoutes,
      ...resets.publicRoutes,
    ],
    controls: [passwordsEnforced, ...signInControls(parts), ...postParts.controls],
    settings: [passwordChange, passwordDays],
    duties: [helpWithSigningIn, fillPosts, ...postParts.duties, bringInPeople, finishImport],
    retention: peopleRetention,
    subjectRecords: peopleRecords,
    jobs: [],
  };
}
