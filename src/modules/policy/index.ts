import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { controlsToCome } from './controls-to-come.ts';
import { settingsLeft } from './declared-settings.ts';
import { policyEvents } from './events.ts';
import { makeChangeSettingPage } from './pages/change-setting/page.ts';
import { makeChoosePage } from './pages/choose/page.ts';
import { makeClausePage } from './pages/clause/page.ts';
import { makeControlPage } from './pages/control/page.ts';
import { makePreviewPage } from './pages/preview/page.ts';
import { contradictionPage, readContradiction } from './pages/contradiction/page.ts';
import { contradictionsPage, readContradictions } from './pages/contradictions/page.ts';
import { leadNamed } from './lead-control.ts';
import { makePasswordsChange } from './password-control.ts';
import { makeDashboardPage } from './pages/dashboard/page.ts';
import { makeGuidancePage } from './pages/for/page.ts';
import { makePublicGuidance } from './pages/for/public.ts';
import { documentParts } from './documents/document-parts.ts';
import { makePublicPolicy } from './pages/public/route.ts';
import { readSchoolName } from './pages/public/school-asked.ts';
import { makeReadPage } from './pages/read/page.ts';
import { readReview, reviewPage } from './pages/review/page.ts';
import { makeSettingsPage } from './pages/settings/page.ts';
import { keepThePolicy, reviewDateControl } from './review.ts';
import { resolveContradictions } from './resolve-duty.ts';
import { ownControls } from './own-controls.ts';
import { resolve } from './commands/resolve-contradiction.ts';
import { recordReview } from './commands/record-review.ts';
import { policyTables } from './tables.ts';

export { askControls, type Answer } from './ask-controls.ts';
export { policyProfiles, policyReactions, policySanctions } from './built-in.ts';
export type { PolicyProfile } from './built-in.ts';
export { coverage, standingOfAnswers } from './coverage.ts';
export type { Coverage } from './coverage.ts';
export { knownControls } from './known-controls.ts';
export { lastApproval } from './documents/last-approval.ts';
export { settingInForce } from './kept-settings.ts';
export { locate } from './pack-faults.ts';
export { openYaml } from './yaml-text.ts';
export type { PackProfile, Reaction, Sanction } from './pack.ts';
export type { PolicySetting, PolicyValue } from './setting-kinds.ts';
export { policySetting } from './settings-of-the-policy.ts';
export { clauseOf, settingOf } from './settings.ts';
export { clausesOfControl, clauseText } from './store.ts';
export { actorWords, areaWords, audienceWords, categoryWords } from './words.ts';
export type { Actor as PolicyActor, Area, CategoryCode } from './words.ts';

/** Makes the policy module. */
export function makePolicyModule(parts: ModuleParts): SchoolgateModule {
  const read = makeReadPage(parts);
  const clause = makeClausePage(parts);
  const control = makeControlPage(parts);
  const choose = makeChoosePage(parts);
  const preview = makePreviewPage(parts);
  const settings = makeSettingsPage(parts);
  const change = makeChangeSettingPage(parts);
  const dashboard = makeDashboardPage(parts);
  const guidance = makeGuidancePage(parts);
  const publicGuidance = makePublicGuidance(parts);
  const text = makePublicPolicy(parts);
  const documents = documentParts(parts);
  return {
    name: 'policy',
    tables: [...policyTables.names, ...documents.tables],
    events: { ...policyEvents, ...documents.events },
    commands: [preview.command, change.command, recordReview, resolve, dashboard.command, ...documents.commands],
    queries: [
      read.query,
      clause.query,
      control.query,
      choose.query,
      preview.query,
      settings.query,
      change.query,
      readReview,
      readContradictions,
      readContradiction,
      dashboard.query,
      guidance.query,
      publicGuidance.query,
      text.query,
      readSchoolName,
      ...documents.queries,
    ],
    pages: [
      read.page,
      clause.page,
      control.page,
      choose.page,
      preview.page,
      settings.page,
      change.page,
      reviewPage,
      contradictionsPage,
      contradictionPage,
      dashboard.page,
      guidance.page,
      ...documents.pages,
    ],
    publicRoutes: [text.route, ...publicGuidance.routes, ...documents.publicRoutes],
    controls: [
      reviewDateControl,
      leadNamed,
      makePasswordsChange(parts),
      ...ownControls(parts),
      ...documents.controls,
      ...controlsToCome,
    ],
    get settings() {
      return settingsLeft(parts);
    },
    duties: [keepThePolicy, resolveContradictions, ...documents.duties],
    retention: [
      {
        code: 'policy-editions',
        what: 'Editions of the policy, what they set, and the review dates recorded',
        keptFor: 'as long as the school uses Schoolgate',
        from: 'the day an edition is put into force',
        signedBy: 'nobody: they are not deleted',
        source: 'our choice: older decisions name the clause they rest on, and an edition is about no person',
        byItself: 'They stay.',
      },
      ...documents.retention,
    ],
    jobs: [],
  };
}
