import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { alertLevelOf } from './alert-level.ts';
import { categoriesInForce } from './categories.ts';
import { closeAlert } from './commands/close-alert.ts';
import { makeRaiseAlerts } from './commands/raise-alerts.ts';
import { monitoringEvents } from './events.ts';
import { makeFollowUp, waitingEvents } from './follow-up.ts';
import { intakeJob } from './intake/intake-job.ts';
import { owned } from './tables.ts';

/** Makes the monitoring module. */
export function makeMonitoringModule(parts: ModuleParts): SchoolgateModule {
  const categories = categoriesInForce(parts.site);
  const levelOf = (code: string) => categories.levelOf(code);
  const raiseAlerts = makeRaiseAlerts({ publicUrl: parts.config.publicUrl, levelOf });
  const followUp = makeFollowUp({ runner: parts.runner, ids: parts.ids, levelOf, raiseAlerts });
  const intake = intakeJob(
    {
      store: parts.store,
      clock: parts.clock,
      ids: parts.ids,
      folder: parts.site.filterToApp,
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
    commands: [raiseAlerts, closeAlert],
    queries: [waitingEvents],
    pages: [],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [],
    retention: [],
    jobs: [
      {
        ...intake,
        run() {
          categories.refresh();
          return intake.run();
        },
      },
    ],
  };
}
