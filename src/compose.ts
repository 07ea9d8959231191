import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

import { migrations } from '../migrations/index.ts';
import { mainSite } from './filter/ruleset/site-folder.ts';
import { makeCaseworkKeyModule } from './modules/casework-key/index.ts';
import { makeDutiesModule } from './modules/duties/index.ts';
import { forceState, makeFilteringModule, type ForceState } from './modules/filtering/index.ts';
import { makeHandoverModule } from './modules/handover/index.ts';
import { makeIncidentsModule } from './modules/incidents/index.ts';
import type { ModuleParts, SchoolgateModule } from './modules/module.ts';
import { makeMessagesModule } from './modules/messages/index.ts';
import { makeMonitoringModule } from './modules/monitoring/index.ts';
import { actorOf, makePeopleModule, whoIs } from './modules/people/index.ts';
import { makePolicyModule, settingOf } from './modules/policy/index.ts';
import { makePrivacyModule } from './modules/privacy/index.ts';
import { declaredRegisters, makeRegistersModule } from './modules/registers/index.ts';
import { remembered } from './platform/db/remembered.ts';
import { backupHealth, makeSafekeepingModule } from './modules/safekeeping/index.ts';
import { makeSchoolModule, theSchools } from './modules/school/index.ts';
import { makeStandardsModule } from './modules/standards/index.ts';
import type { EventCatalogue } from './platform/audit/events.ts';
import { loadMachineKey } from './platform/auth/machine-key.ts';
import { rateLimits } from './platform/auth/rate-limits.ts';
import { countRefusal } from './platform/auth/refusal-counts.ts';
import { webDevices } from './platform/auth/web-devices.ts';
import { webSessions } from './platform/auth/web-sessions.ts';
import { filterChanges } from './platform/commands/filter-changes.ts';
import { makeRunner, type Runner } from './platform/commands/runner.ts';
import type { Config } from './platform/config/config.ts';
import { isLoopbackHost } from './platform/config/exposure.ts';
import { openCaseworkKeys, rememberKey } from './platform/db/casework-keys.ts';
import { forgetPlainText } from './platform/db/forget-plain-text.ts';
import { lookupKey } from './platform/db/lookups.ts';
import { migrate } from './platform/db/migrations.ts';
import { withKeys } from './platform/db/sealed-columns.ts';
import { openStore, type Store, type StoreLimits } from './platform/db/store.ts';
import { openFileStore } from './platform/files/file-store.ts';
import { noteRefusedFile } from './platform/files/refused-files.ts';
import { sweepFilesJob } from './platform/files/sweep-files.ts';
import { makeApp } from './platform/http/app.ts';
import type { Certificate } from './platform/http/certificate.ts';
import { healthRoute, type HealthCheck } from './platform/http/health.ts';
import type { Ids } from './platform/ids/ids.ts';
import { mailJob, waysOfMail } from './platform/mail/mail-job.ts';
import type { Job } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';
import type { Clock } from './platform/time/clock.ts';
import { makeViews } from './platform/views/views.ts';

/** Everything joined together: what webd.ts serves, what cli.ts asks, and what tests run on. */
export interface Whole {
  readonly config: Config;
  readonly store: Store;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly parts: ModuleParts;
  readonly modules: readonly SchoolgateModule[];
  readonly jobs: readonly Job[];
  /** What tells whether each part is ready; the jobs' own check is added by whoever starts them. */
  readonly checks: readonly HealthCheck[];
  /** Builds the web app, for TLS with a certificate; throws when a route has no rule. */
  app(moreChecks?: readonly HealthCheck[], certificate?: Certificate): Promise<FastifyInstance>;
  close(): Promise<void>;
}

/** The only place where parts are joined. Opens and migrates the store in the data folder; starts nothing. `storeLimits` is for tests that wait for them. */
export async function compose(
  config: Config,
  given: { clock: Clock; ids: Ids; log: Log; ask?: ModuleParts['ask']; storeLimits?: Partial<StoreLimits> },
): Promise<Whole> {
  const { clock, ids, log } = given;
  const opened = openStore(config.storeAddress(), given.storeLimits);
  const keys = await openCaseworkKeys(opened, config.keysFolder);
  const applied = await migrate(opened, migrations, clock, keys);
  if (opened.kind === 'sqlite' && applied.includes('0009-sealed')) forgetPlainText(config.storeAddress());
  await rememberKey(opened, keys, clock);
  const store = withKeys(opened, keys, await lookupKey(opened.reading, keys));

  const modules: SchoolgateModule[] = [];
  const events: Record<string, EventCatalogue[string]> = {};
  const runner = makeRunner({ store, clock, ids, events });
  const key = loadMachineKey(join(config.dataFolder, 'keys', 'web.key'));
  const parts: ModuleParts = {
    config,
    store,
    clock,
    ids,
    log,
    key,
    runner,
    files: openFileStore({ folder: join(config.dataFolder, 'files'), keys, clamd: config.clamd }),
    sessions: webSessions({ store, clock, ids }),
    devices: webDevices({ store, clock, key }),
    limits: rateLimits({ store, clock }),
    settingOf,
    ask: given.ask ?? ((url, options) => fetch(url, options)),
    changes: filterChanges(store),
    remembered: remembered(),
    whole: () => modules,
  };
  for (const make of [
    makeSchoolModule,
    makePeopleModule,
    makePolicyModule,
    makeFilteringModule,
    makeIncidentsModule,
    makeMonitoringModule,
    makeMessagesModule,
    (given: ModuleParts) => makeRegistersModule(given, declaredRegisters),
    makeDutiesModule,
    makeStandardsModule,
    makeSafekeepingModule,
    makeCaseworkKeyModule,
    makeHandoverModule,
    makePrivacyModule,
  ]) {
    const made = make(parts);
    modules.push(made);
    for (const [name, definition] of Object.entries(made.events)) {
      if (name in events) throw new Error(`two modules declare the event ${name}`);
      events[name] = definition;
    }
  }

  const checks: readonly HealthCheck[] = [
    {
      part: 'store',
      check: async () => {
        const rows = await store.reading.selectFrom('schema_version').select('name').execute();
        return { ready: rows.length === migrations.length, detail: `${String(rows.length)} migrations` };
      },
    },
    backupHealth(parts),
    {
      part: 'filter',
      check: async () =>
        filterReady(forceState({ site: mainSite(config), clock }), (await theSchools(store)).length > 0),
    },
  ];

  return {
    config,
    store,
    runner,
    clock,
    ids,
    parts,
    modules,
    jobs: [
      ...modules.flatMap((module) => module.jobs),
      sweepFilesJob({ files: parts.files, store, clock, columns: modules.flatMap((one) => one.fileColumns ?? []) }),
      mailJob({ store, clock, ids, ...waysOfMail(config) }),
    ],
    checks,
    app: (moreChecks = [], certificate) =>
      makeApp({
        publicUrl: config.publicUrl,
        exposure: config,
        plainBeyond: !isLoopbackHost(config.web.host) && certificate === undefined,
        certificate,
        formTargets: [config.gateUrl],
        log,
        clock,
        ids,
        key: parts.key,
        views: makeViews({ demo: config.demo }),
        runner,
        files: parts.files,
        fileRefused: async (actor, why) => {
          await runner.run(noteRefusedFile, actor, { why });
        },
        sessions: parts.sessions,
        devices: parts.devices,
        pages: modules.flatMap((module) => module.pages),
        publicRoutes: [...modules.flatMap((module) => module.publicRoutes), healthRoute([...checks, ...moreChecks])],
        assetsFolder: join(import.meta.dirname, '..', 'assets', 'built'),
        actorOf: (session, request) => actorOf(parts, session, request),
        whoIs: (actor) => whoIs(parts, actor),
        countRefusal: (code) => void countRefusal(store, clock, code).catch(() => undefined),
      }),
    close: () => store.close(),
  };
}

/** The filter is ready when it is heard and, once there is a school to filter for, has a ruleset in force. */
function filterReady(state: ForceState, school: boolean): { ready: boolean; detail: string } {
  if (!state.alive) return { ready: false, detail: 'not heard' };
  if (state.inForce === null) return { ready: !school, detail: 'no ruleset yet' };
  const alarms = state.alarms.length === 0 ? '' : `, ${String(state.alarms.length)} alarms`;
  return { ready: true, detail: `ruleset ${String(state.inForce.epoch)}.${String(state.inForce.number)}${alarms}` };
}
