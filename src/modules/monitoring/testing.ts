import { mkdirSync } from 'node:fs';

import { z } from 'zod';

import type { World } from '../../../test/support/world.ts';
import type { FilterEvent } from '../../filter/spool/events.ts';
import { openSpool, type Spool } from '../../filter/spool/spool-writer.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { onlyMachine } from '../../platform/access/access.ts';
import { alertOf, type Alert } from './alerts.ts';
import { owned, type EventRow, type GapRow } from './tables.ts';

/** What builders may say about an event; the rest is a plain attempt at a gambling site. */
export interface GivenEvent {
  /** Profile that the filter applied; ks2 when left out. */
  profile?: string;
  readonly person?: PersonId | null;
  readonly host?: string;
  readonly address?: string;
  /** Minutes before the world's clock. */
  readonly minutesAgo?: number;
  readonly tier?: number;
  readonly rule?: string;
  readonly clause?: string | null;
  readonly url?: string;
}

/** Opens the spool of the world's filter as the filter itself does. `boot` must sort after earlier ones. */
export function aSpool(world: World, given: { boot?: string; worker?: number; maxSegmentBytes?: number } = {}): Spool {
  const folder = world.site.filterToApp;
  mkdirSync(folder, { recursive: true });
  return openSpool(folder, {
    filter: 'f1',
    boot: given.boot ?? 'b0000001',
    worker: given.worker ?? 0,
    clock: world.clock,
    flushEveryMs: 0,
    ...(given.maxSegmentBytes === undefined ? {} : { maxSegmentBytes: given.maxSegmentBytes }),
    onTrouble: (trouble) => {
      throw new Error(trouble.message);
    },
  });
}

/** A refused visit; with a count, a line of a flood. */
export function aBlock(world: World, given: GivenEvent & { count?: number } = {}): FilterEvent {
  const { count } = given;
  return { type: 'blocked', ...decided(world, given), url: given.url ?? '', ...(count === undefined ? {} : { count }) };
}

/** Allowed visits to one site in one minute. */
export function aVisit(world: World, given: GivenEvent & { count?: number } = {}): FilterEvent {
  return {
    type: 'visited',
    ...decided(world, { tier: 6, rule: 'education', clause: null, host: 'museum.example', ...given }),
    count: given.count ?? 1,
  };
}

/** A call for help from a block page. */
export function aCallForHelp(world: World, given: GivenEvent = {}): FilterEvent {
  return { type: 'help-asked', ...base(world, given), about: given.host ?? '', ticket: world.ids.secret(9) };
}

/** A member of staff asks on a block page to open a site. */
export function anAskToOpen(world: World, given: GivenEvent & { reason?: string } = {}): FilterEvent {
  return {
    type: 'open-asked',
    ...base(world, given),
    host: given.host ?? 'museum.example',
    reason: given.reason ?? 'For a lesson',
  };
}

/** A pupil says on a block page that the block is a mistake. */
export function aMistake(world: World, given: GivenEvent = {}): FilterEvent {
  return { type: 'mistake-reported', ...base(world, given), host: given.host ?? 'museum.example' };
}

function base(world: World, given: GivenEvent) {
  return {
    at: world.clock
      .now()
      .subtract({ minutes: given.minutesAgo ?? 0 })
      .toString({ smallestUnit: 'millisecond' }),
    person: given.person ?? null,
    knownBy: (given.person ?? null) === null ? ('network' as const) : ('sign-in' as const),
    address: given.address ?? '10.0.0.7',
    profile: given.profile ?? 'ks2',
    ruleset: '1.1',
  };
}

function decided(world: World, given: GivenEvent) {
  return {
    ...base(world, given),
    host: given.host ?? 'bets.example',
    port: 443,
    scheme: 'https' as const,
    tier: given.tier ?? 6,
    rule: given.rule ?? 'gambling',
    list: given.tier === undefined || given.tier === 6 ? 'starter' : null,
    clause: given.clause === undefined ? 's1-011' : given.clause,
  };
}

/** Writes events into the spool and lets the intake job take them in and follow them up, as the web app does four times a second. */
export async function reported(world: World, ...events: readonly FilterEvent[]): Promise<void> {
  const spool = aSpool(world, {
    boot: `b${String(world.clock.now().epochMilliseconds)}${world.ids.secret(6)}`
      .toLowerCase()
      .replaceAll(/[^0-9a-z]/g, '0'),
  });
  for (const event of events) spool.appendNow(event);
  spool.close();
  await takenIn(world);
}

/** Runs the intake job once. */
export async function takenIn(world: World): Promise<void> {
  const job = world.jobs.find((one) => one.name === 'monitoring.intake');
  if (job === undefined) throw new Error('there is no intake job');
  await job.run();
}

const everything = query({
  name: 'monitoring.everything-for-tests',
  input: z.strictObject({}),
  events: {},
  load: wholeSchool,
  policy: onlyMachine('command-line'),
  answer: async (db) => ({
    events: await owned.read(db).select('filter_event').selectAll().orderBy('at').orderBy('id').execute(),
    gaps: await owned.read(db).select('spool_gap').selectAll().orderBy('id').execute(),
    alerts: (await owned.read(db).select('alert').selectAll().orderBy('raised_at').orderBy('id').execute()).map(
      alertOf,
    ),
  }),
  leaves: 'A test looks.',
});

/** Everything that monitoring holds of a school. */
export async function monitored(
  world: World,
  school: SchoolId,
): Promise<{ events: readonly EventRow[]; gaps: readonly GapRow[]; alerts: readonly Alert[] }> {
  return world.runner.ask(everything, world.commandLine(school), {});
}
