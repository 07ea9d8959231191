import type { ModuleParts } from '../../module.ts';
import { acknowledge, remindStaff } from './commands/acknowledge.ts';
import { updateDraft } from './commands/begin-draft.ts';
import { changeClause, restoreClause, strikeClause } from './commands/change-clause.ts';
import { answer, makeComment, openConsultation, recordComment } from './commands/consultation.ts';
import { proposeSetting } from './commands/propose-setting.ts';
import { documentControls } from './controls.ts';
import { acknowledgeThePolicy, moveDraftsOn } from './duties.ts';
import { documentEvents } from './events.ts';
import { chasePage, makeAcknowledgePage, readChase, remindAction } from './pages/acknowledge/page.ts';
import { makeAddPage } from './pages/add/page.ts';
import { makeBeginPage } from './pages/begin/page.ts';
import { clausePage, readDraftClause, restoreAction, strikePage } from './pages/clause/page.ts';
import { clausesPage, readDraftClauses } from './pages/clauses/page.ts';
import { commentsPage, readComments } from './pages/comments/page.ts';
import {
  answerPage,
  commentPage,
  consultPage,
  readForAnswer,
  readForComment,
  readForConsulting,
  readForRecording,
  recordCommentPage,
} from './pages/consult/page.ts';
import { makeDraftDocument } from './pages/document/draft.ts';
import { makePublicDocument } from './pages/document/public.ts';
import { draftPage, readDraft } from './pages/draft/page.ts';
import { draftsPage, readDrafts } from './pages/list/page.ts';
import { proposePage, readForProposing } from './pages/propose/page.ts';
import { makePublishPage, makeStepPage } from './pages/step/page.ts';
import { updateAction } from './pages/update/page.ts';
import { publicVersions, readVersion, readVersions } from './pages/versions/public.ts';
import { documentTables } from './tables.ts';

/** What the policy module has for its documents and their life. */
export function documentParts(parts: ModuleParts) {
  const begin = makeBeginPage(parts);
  const add = makeAddPage(parts);
  const step = makeStepPage(parts);
  const publish = makePublishPage(parts);
  const own = makeDraftDocument(parts);
  const open = makePublicDocument(parts);
  const reading = makeAcknowledgePage(parts);
  return {
    tables: documentTables.names,
    events: documentEvents,
    commands: [
      begin.command,
      updateDraft,
      proposeSetting,
      changeClause,
      strikeClause,
      restoreClause,
      add.command,
      openConsultation,
      makeComment,
      recordComment,
      answer,
      step.command,
      publish.command,
      acknowledge,
      remindStaff,
    ],
    queries: [
      readDrafts,
      begin.query,
      readForProposing,
      readDraft,
      own.query,
      readDraftClauses,
      readDraftClause,
      add.query,
      readForConsulting,
      readForComment,
      readForRecording,
      readComments,
      readForAnswer,
      step.query,
      publish.query,
      open.query,
      readVersions,
      readVersion,
      reading.query,
      readChase,
    ],
    pages: [
      draftsPage,
      begin.page,
      proposePage,
      draftPage,
      updateAction,
      ...own.pages,
      clausesPage,
      clausePage,
      strikePage,
      restoreAction,
      add.page,
      consultPage,
      commentPage,
      recordCommentPage,
      commentsPage,
      answerPage,
      step.page,
      publish.page,
      reading.page,
      chasePage,
      remindAction,
    ],
    publicRoutes: [...open.routes, ...publicVersions(parts)],
    controls: documentControls,
    duties: [acknowledgeThePolicy, moveDraftsOn],
    retention: [
      {
        code: 'policy-drafts',
        what: 'Drafts of the policy, what was said in consultations, approvals, and who acknowledged which version',
        keptFor: 'as long as the school uses Schoolgate',
        from: 'the day a draft is begun',
        signedBy: 'nobody: they are not deleted',
        byItself: 'They stay.',
        source:
          'our choice: what was promised, by whom it was approved and who knew of it is asked about for as long as decisions rest on it',
      },
    ],
  };
}
