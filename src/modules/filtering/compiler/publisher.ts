import { join } from 'node:path';

import { codeOf, loadOrMakeKeys, type AppKeys } from '../../../filter/ruleset/keys.ts';
import { publishedRulesets, publishLists, publishRuleset } from '../../../filter/ruleset/publish.ts';
import type { Ruleset } from '../../../filter/ruleset/ruleset.ts';
import { rewriteSessions } from '../../../filter/ruleset/session-tail.ts';
import { compareNumbers } from '../../../filter/ruleset/site-folder.ts';
import type { MachineActor } from '../../../platform/access/access.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { FilteringParts } from '../filtering-parts.ts';
import { theSchools } from '../../school/index.ts';
import { askForCompile, beginEpoch, noteObeyed, setUpFilterSite } from '../commands/keep-numbers.ts';
import { forceState } from '../force-state.ts';
import type { LiveReader } from '../live.ts';
import type { Category } from './categories.ts';
import { compileRuleset } from './compile-ruleset.ts';
import { listCompiler, seedFrom, type ListSource } from './compiled-lists.ts';
import { COMPILER, gatherListNames, gatherMaterial, gatherSessions, type Gathered } from './gather.ts';

/** Something that keeps the newest decisions from reaching the filter; what was in force stays. */
export interface PublishAlarm {
  readonly code: 'lists-unusable' | 'rules-unusable';
  /** Names where it is and the cure. */
  readonly message: string;
  readonly since: Temporal.Instant;
}

/** Makes and publishes rulesets until the published number is the wanted one (contracts.md, "App → filter"). */
export interface Publisher {
  /** One turn: publishes what is wanted. Turns never overlap; a call while one runs is answered by a further turn. */
  run(): Promise<void>;
  /** Starts a turn soon, off the request that asks for it. Does nothing before the first `run`: only a started job publishes. */
  wake(): void;
  alarms(): readonly PublishAlarm[];
  /** The lists in use, for the page; empty before the first turn. */
  sources(): readonly ListSource[];
  keys(): AppKeys;
}

const STARTER = join(import.meta.dirname, '..', '..', '..', '..', 'lists', 'starter');

/** Makes the publisher of the main site. It keeps nothing that the store and the site folder do not hold. */
export function makePublisher(
  parts: FilteringParts,
  live: LiveReader,
  options: { readonly starterFolder?: string } = {},
): Publisher {
  const { runner, site, clock, changes } = parts;
  const compiler = listCompiler(options.starterFolder ?? STARTER, seedFrom(parts.key.mark('list-seed', 'main')));
  const alarms = new Map<PublishAlarm['code'], PublishAlarm>();
  /** Host rules that are published and not yet known to be obeyed, with the number that carries them. */
  const unobeyed = new Map<string, number>();
  let sources: readonly ListSource[] = [];
  let keys: AppKeys | undefined;
  let checkedOn: string | undefined;
  let listsNeedAnotherTry = false;
  let running: Promise<void> | undefined;
  let again = false;
  let started = false;

  const theKeys = (): AppKeys => (keys ??= loadOrMakeKeys(parts.config.dataFolder, site));

  const actor = (school: SchoolId): MachineActor => ({
    kind: 'job',
    school,
    name: COMPILER,
    request: parts.ids.next(),
  });

  /** Keeps the alarm; a failure that nobody foresaw is thrown on, so that health shows it too. */
  const raise = (code: PublishAlarm['code'], error: unknown): void => {
    const foreseen = error instanceof Unusable || error instanceof RangeError;
    const message = foreseen
      ? error.message
      : `${parts.site.appToFilter}: the newest rules could not be made or written (${codeOf(error)}). Check the disk; they are tried again each second.`;
    if (alarms.get(code)?.message !== message) {
      alarms.set(code, { code, message, since: clock.now() });
      parts.log.error({ alarm: code, err: error }, 'the filter keeps the last good rules');
    }
    if (!foreseen) throw error;
  };

  /** The compiled lists; where they cannot be made, those of the newest valid ruleset. */
  const listsFor = async (
    school: SchoolId,
    gathered: Gathered,
  ): Promise<{ sha256: string; categories: readonly Category[] } | undefined> => {
    try {
      const lists = await compiler.compile(gathered.lists, () => runner.ask(gatherListNames, actor(school), {}));
      publishLists(site, lists.compiled.bytes, lists.compiled.sha256);
      ({ sources } = lists);
      alarms.delete('lists-unusable');
      listsNeedAnotherTry = false;
      return { sha256: lists.compiled.sha256, categories: lists.categories };
    } catch (error) {
      raise('lists-unusable', error);
      listsNeedAnotherTry = true;
      const good = live.newest()?.ruleset;
      return good === undefined ? undefined : { sha256: good.lists.sha256, categories: good.categories };
    }
  };

  const compileFor = async (school: SchoolId, gathered: Gathered): Promise<Ruleset | undefined> => {
    const lists = await listsFor(school, gathered);
    if (lists === undefined) return undefined;
    return compileRuleset(gathered.material, {
      at: clock.now(),
      gateUrl: parts.config.gateUrl,
      appUrl: parts.config.publicUrl,
      listsSha256: lists.sha256,
      categories: lists.categories,
    });
  };

  const writeSessions = async (school: SchoolId, epoch: number): Promise<void> => {
    // Somebody may sign in between reading the records and replacing the log; then it is written once more.
    for (let written = ''; ;) {
      const lines = await runner.ask(gatherSessions, actor(school), {});
      const text = JSON.stringify(lines);
      if (text === written) return;
      rewriteSessions(site, epoch, lines);
      written = text;
    }
  };

  const noteWhatIsObeyed = async (school: SchoolId, epoch: number): Promise<void> => {
    if (unobeyed.size === 0) return;
    const state = forceState(parts);
    const { inForce } = state;
    if (!state.alive || inForce?.epoch !== epoch) return;
    const obeyed = [...unobeyed].filter(([, number]) => number <= inForce.number).map(([rule]) => rule);
    if (obeyed.length === 0) return;
    await runner.run(noteObeyed, actor(school), {
      rules: obeyed.slice(0, 1000),
      number: inForce.number,
      since: inForce.since.toString(),
    });
    for (const rule of obeyed.slice(0, 1000)) unobeyed.delete(rule);
  };

  const rememberUnobeyed = (gathered: Gathered, number: number): void => {
    for (const rule of gathered.material.rules) {
      if (rule.obeyedAt === null && !unobeyed.has(rule.id)) unobeyed.set(rule.id, number);
    }
  };

  const sameRules = (a: Ruleset, b: Ruleset): boolean =>
    JSON.stringify({ ...a, compiledAt: '' }) === JSON.stringify({ ...b, compiledAt: '' });

  /** True when something was done after which one must look again. */
  const turn = async (school: SchoolId): Promise<boolean> => {
    const change = await changes.of(school);
    const today = schoolDay(clock.now()).toString();
    const firstToday = checkedOn !== today;
    if (change.published >= change.wanted && change.wanted > 0 && !firstToday && !listsNeedAnotherTry) {
      const epoch = live.newest()?.epoch;
      if (epoch !== undefined) await noteWhatIsObeyed(school, epoch);
      return false;
    }
    const { privateKey } = theKeys();
    const gathered = await runner.ask(gatherMaterial, actor(school), {});
    const { epoch } = gathered;
    if (epoch === undefined) {
      await runner.run(setUpFilterSite, actor(school), {});
      return true;
    }
    if (firstToday) await writeSessions(school, epoch);
    const newest = publishedRulesets(site)[0];
    const target = { epoch, number: change.wanted };
    if (newest !== undefined && compareNumbers(newest, target) > 0) {
      const begun = await runner.run(beginEpoch, actor(school), { epoch: newest.epoch + 1 });
      if (begun.ok) await writeSessions(school, newest.epoch + 1);
      return true;
    }
    const ruleset = await compileFor(school, gathered);
    if (ruleset === undefined) return false;
    const there = newest !== undefined && compareNumbers(newest, target) === 0;
    if (there) {
      // Published before, by a run that ended or before this start. Does it say what the records say, and can it be read?
      const readable = live.newest();
      const valid = readable !== undefined && compareNumbers(readable, target) === 0;
      if (!valid || !sameRules(readable.ruleset, ruleset)) {
        await runner.run(askForCompile, actor(school), { why: valid ? 'differs' : 'unreadable' });
        checkedOn = today;
        return true;
      }
    } else {
      publishRuleset(site, ruleset, { ...target, privateKey });
    }
    checkedOn = today;
    alarms.delete('rules-unusable');
    rememberUnobeyed(gathered, change.wanted);
    await changes.published(school, change.wanted);
    return (await changes.of(school)).wanted > change.wanted;
  };

  const runOnce = async (): Promise<void> => {
    // One site folder holds one school's rules: the oldest school's.
    const [school] = await theSchools(parts.store);
    if (school === undefined) return;
    try {
      // Bounded, so that a fault can never spin; the job comes again in a second.
      for (let round = 0; round < 10 && (await turn(school)); round++);
    } catch (error) {
      raise('rules-unusable', error);
    }
  };

  const run = (): Promise<void> => {
    started = true;
    again = true;
    running ??= (async () => {
      try {
        while (again) {
          again = false;
          await runOnce();
        }
      } finally {
        running = undefined;
      }
    })();
    return running;
  };

  return {
    run,
    wake() {
      if (!started) return;
      setImmediate(() => {
        run().catch((error: unknown) => {
          parts.log.error({ err: error }, 'the rules could not be published; they are tried again in a second');
        });
      });
    },
    alarms: () => [...alarms.values()],
    sources: () => sources,
    keys: theKeys,
  };
}
