import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { answerAspect } from './commands/answer-aspect.ts';
import { countPending, makeOpenDueReview, openDueReviewsJob } from './commands/open-due-reviews.ts';
import { makeOpenReview, makeStartReview } from './commands/open-review.ts';
import { setLocalIds } from './commands/set-local-ids.ts';
import { finishAction, offerReview, signReview, takeBackReview } from './commands/sign-review.ts';
import {
  dropLine,
  makeMeasureAgain,
  planAction,
  recordDecision,
  withdrawReview,
  writeSection,
} from './commands/work-on-review.ts';
import { standardControls } from './controls.ts';
import { reviewDuty } from './duties.ts';
import { standardEvents } from './events.ts';
import { makeAspectPage } from './pages/aspect/page.ts';
import { decisionPage } from './pages/decision/page.ts';
import { makeDocumentPages } from './pages/document/page.ts';
import { finishActionPage } from './pages/finish-action/page.ts';
import { localIdsPage, showLocalIds } from './pages/local-ids/page.ts';
import { makeOpenPage, showOpening } from './pages/open/page.ts';
import { planPage } from './pages/plan/page.ts';
import { dropButton, makeMeasureButton, offerButton, reviewPage, takeBackButton } from './pages/review/page.ts';
import { listReviews, makeReviewsPage } from './pages/reviews/page.ts';
import { sectionPage } from './pages/section/page.ts';
import { signPage } from './pages/sign/page.ts';
import { makeStandardPages } from './pages/standard/page.ts';
import { makeStandardsPage } from './pages/standards/page.ts';
import { withdrawPage } from './pages/withdraw/page.ts';
import { showPreparing, showReview, showReviewToSign, showSection, showTask } from './queries/show-review.ts';
import { standardRetention } from './retention.ts';
import { reviewTables, standardTables } from './rows.ts';

export { lastFinishedReview, selfReviewComplete } from './last-review.ts';

/** Makes the standards module: what others ask of a school, and its reviews of filtering and monitoring. */
export function makeStandardsModule(parts: ModuleParts): SchoolgateModule {
  const start = makeStartReview(parts);
  const open = makeOpenReview(parts);
  const openDue = makeOpenDueReview(parts);
  const measure = makeMeasureAgain(parts);
  const all = makeStandardsPage(parts);
  const one = makeStandardPages(parts);
  const aspect = makeAspectPage(parts);
  const written = makeDocumentPages(parts);
  return {
    name: 'standards',
    tables: [...standardTables.names, ...reviewTables.names],
    events: standardEvents,
    commands: [
      answerAspect,
      setLocalIds,
      start,
      open,
      openDue,
      measure,
      writeSection,
      recordDecision,
      planAction,
      dropLine,
      withdrawReview,
      offerReview,
      takeBackReview,
      signReview,
      finishAction,
    ],
    queries: [
      all.query,
      ...one.queries,
      aspect.query,
      showLocalIds,
      listReviews,
      showOpening,
      countPending,
      showReview,
      showReviewToSign,
      written.query,
      showSection,
      showPreparing,
      showTask,
    ],
    pages: [
      all.page,
      makeReviewsPage(start),
      makeOpenPage(open),
      finishActionPage,
      reviewPage,
      written.page,
      written.file,
      sectionPage,
      decisionPage,
      planPage,
      signPage,
      withdrawPage,
      offerButton,
      takeBackButton,
      dropButton,
      makeMeasureButton(measure),
      one.page,
      one.file,
      localIdsPage,
      aspect.page,
    ],
    publicRoutes: [],
    controls: standardControls,
    settings: [],
    duties: [reviewDuty],
    retention: standardRetention,
    jobs: [openDueReviewsJob(parts, openDue)],
  };
}
