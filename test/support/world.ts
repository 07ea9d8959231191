import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

import { migrations } from '../../migrations/index.ts';
import { compose, type Whole } from '../../src/compose.ts';
import { mainSite, type SiteFolder } from '../../src/filter/ruleset/site-folder.ts';
import { DEMONSTRATION_MARKER, readConfig } from '../../src/platform/config/config.ts';
import type { StoreLimits } from '../../src/platform/db/store.ts';
import { asId, type SchoolId } from '../../src/platform/ids/ids.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { manualClock, type ManualClock } from '../../src/platform/time/manual-clock.ts';
import { testPlace } from './store.ts';

/** The whole of Schoolgate on a real store, in a folder of its own, with a clock that stands still. */
export interface World extends Whole {
  readonly clock: ManualClock;
  readonly folder: string;
  /** The folder that the web app and the filter share. */
  readonly site: SiteFolder;
  readonly web: FastifyInstance;
  /** The settings by which another program finds the same records: beside the data folder, where they are. */
  readonly env: Readonly<Record<string, string>>;
  /** An actor for builders: the command line, in a school. */
  commandLine(school: SchoolId): {
    kind: 'command-line';
    school: SchoolId;
    name: string;
    request: ReturnType<typeof asId<'request'>>;
  };
  end(): Promise<void>;
}

/** Monday 23 November 2026, ten past nine, in term. */
export const MONDAY = '2026-11-23T09:10:00Z';

/** Makes an empty world: no school yet. End it when the test is over. `seed` makes ids repeatable. */
export async function makeWorld(
  options: {
    seed?: string;
    at?: string;
    demo?: boolean;
    publicUrl?: string;
    ask?: Whole['parts']['ask'];
    env?: Readonly<Record<string, string>>;
    storeLimits?: Partial<StoreLimits>;
  } = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-'));
  const clock = manualClock(options.at ?? MONDAY);
  if (options.demo === true) writeFileSync(join(folder, DEMONSTRATION_MARKER), '');
  const place = await testPlace(folder, migrations);
  const config = readConfig({
    SCHOOLGATE_DATA: folder,
    SCHOOLGATE_PUBLIC_URL: options.publicUrl,
    ...place.env,
    ...options.env,
  });
  const whole = await compose(config, {
    clock,
    ids: seededIds(options.seed ?? 'world'),
    // Tests have no network.
    ask: options.ask ?? (() => Promise.reject(new TypeError('there is no network here'))),
    log: openLog('test', undefined),
    storeLimits: options.storeLimits ?? {},
  });
  const web = await whole.app();
  return {
    ...whole,
    clock,
    folder,
    site: mainSite(config),
    web,
    env: place.env,
    commandLine: (school) => ({ kind: 'command-line', school, name: 'test', request: asId('test') }),
    async end() {
      await web.close();
      await whole.close();
      await place.end();
      rmSync(folder, { recursive: true, force: true });
      rmSync(config.keysFolder, { recursive: true, force: true });
    },
  };
}
