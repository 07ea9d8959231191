import { mainSite } from '../../filter/ruleset/site-folder.ts';
import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { alertLevelOf } from './alert-level.ts';
import { categoriesInForce } from './categories.ts';
import { clearingJob, noteVisitsCleared } from './clearing/clearing-job.ts';
import { closeAlert } from './commands/close-alert.ts';
import { makeMakeIncident } from './commands/make-incident.ts';
import { passRequestOn } from './commands/pass-request-on.ts';
import { makeRaiseAlerts } from './commands/raise-alerts.ts';
import { recordReview } from './commands/record-review.ts';
import { activityReport, alertsOnAttempts, monitoringLogKept, monitoringReviewed, tracedToPerson } from './controls.ts';
import { reviewTheWeek, settleAlerts } from './duties.ts';
import { monitoringEvents } from './events.ts';
import { makeFollowUp, waitingEvents } from './follow-up.ts';
import { intakeJob } from './intake/intake-job.ts';
import { intakePositions, unreadSince } from './intake/take-in.ts';
import { alertPage } from './pages/alert/page.ts';
import { alertsPage } from './pages/alerts/page.ts';
import { closeAlertPage } from './pages/close-alert/page.ts';
import { countsPage } from './pages/counts/page.ts';
import { makeIncidentPage } from './pages/make-incident/page.ts';
import { reviewPage } from './pages/review/page.ts';
import { visitsPage } from './pages/visits/page.ts';
import { listAlerts } from './queries/list-alerts.ts';
import { viewAlert } from './queries/view-alert.ts';
import { viewVisits } from './queries/view-visits.ts';
import { makeViewCounts, makeViewReview } from './queries/view-week.ts';
import { monitoringRetention } from './retention.ts';
import { monitoringRecords } from './subject-records.ts';
import { owned } from './tables.ts';

export { alertTimes, type AlertTimes } from './alert-times.ts';
export { removeTakenSegments } from './intake/remove-taken.ts';
export { intakePositions, noteRestoreGap } from './intake/take-in.ts';
export { lastWeekReview } from './last-review.ts';

/** Makes the monitoring module. */
export function makeMonitoringModule(parts: ModuleParts): SchoolgateModule {
  const site = mainSite(parts.config);
  const heard = { site, clock: parts.clock };
  const categories = categoriesInForce(site);
  const levelOf = (code: string) => categories.levelOf(code);
  const raiseAlerts = makeRaiseAlerts({ levelOf });
  const makeIncident = makeMakeIncident();
  const viewCounts = makeViewCounts(heard);
  const viewReview = makeViewReview(heard);
  const followUp = makeFollowUp({ runner: parts.runner, ids: parts.ids, levelOf, raiseAlerts });
  const intake = intakeJob(
    {
      store: parts.store,
      clock: parts.clock,
      ids: parts.ids,
      folder: site.filterToApp,
      followUpOf: (event) => {
        if (event.type === 'open-asked' || event.type === 'mistake-reported') return 'request';
        const decided = event.type === 'blocked' ? event : { tier: null, rule: null };
        const level = alertLevelOf({ type: event.type, tier: decided.tier, rule: decided.rule }, levelOf);
        return level === undefined ? null : 'alert';
      },
    },
    followUp,
  );
  return {
    name: 'monitoring',
    tables: owned.names,
    events: monitoringEvents,
    commands: [raiseAlerts, passRequestOn, closeAlert, makeIncident, recordReview, noteVisitsCleared],
    queries: [waitingEvents, listAlerts, viewAlert, viewVisits, viewCounts, viewReview],
    pages: [
      alertsPage(categories),
      alertPage(categories),
      closeAlertPage(categories),
      makeIncidentPage(categories, makeIncident),
      visitsPage(categories),
      countsPage(categories, viewCounts),
      reviewPage(categories, viewReview),
    ],
    publicRoutes: [],
    controls: [
      monitoringLogKept({
        filter: heard,
        unreadSince: (positions) => unreadSince(site.filterToApp, positions),
        positions: (school) => intakePositions(parts.store, school),
      }),
      monitoringReviewed({ filter: heard }),
      alertsOnAttempts({ filter: heard }),
      tracedToPerson({ filter: heard }),
      activityReport,
    ],
    settings: [],
    duties: [settleAlerts, reviewTheWeek],
    retention: monitoringRetention,
    subjectRecords: monitoringRecords,
    jobs: [
      {
        ...intake,
        run() {
          categories.refresh();
          return intake.run();
        },
      },
      clearingJob(parts),
    ],
  };
}
