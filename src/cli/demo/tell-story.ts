import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';

import { z } from 'zod';

import { mainSite } from '../../filter/ruleset/site-folder.ts';
import { newBootId } from '../../filter/spool/segment-name.ts';
import { openSpool, type Spool } from '../../filter/spool/spool-writer.ts';
import { askByName } from '../by-name.ts';
import { closedAlerts, done, requests } from './filter-decisions.ts';
import { lessons, presses, visits } from './filter-week.ts';
import { incidents } from './incidents.ts';
import { CLASS_WITH_LOG_INS, classes, keysOf, pupils, type PersonKey } from './people.ts';
import { lastNight } from './safekeeping.ts';
import { policySteps, termIncidents } from './term.ts';
import { termBeats } from './tell-term.ts';
import type { ClosedAlert, DemoIncident, FromAlert, Step } from './story.ts';
import { act, actorOf, anId, idOf, instantOf, runJob, valueOf, type Beat, type Telling } from './telling.ts';
import { pressed, visited, type Screen } from './what-the-filter-saw.ts';

/** The writer of the story's spool segments: no filter of the school has this id. */
const FILTER = 'demonstration';

/** Counts what went into the spool, for the check afterwards. */
export interface Told {
  readonly events: number;
}

/**
 * Tells the term and the week: moves the clock from moment to moment, gives the commands that people give, writes what the filter saw into a real spool,
 * and lets the intake job take it in. Ends with the clock at now.
 */
export async function tellStory(telling: Telling): Promise<Told> {
  const { whole, clock } = telling;
  const folder = mainSite(whole.config).filterToApp;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const spool = openSpool(folder, {
    filter: FILTER,
    boot: newBootId(readdirSync(folder), FILTER, whole.ids.next()),
    worker: 0,
    clock,
    flushEveryMs: 0,
    onTrouble: (trouble) => {
      throw new Error(trouble.message);
    },
  });
  const screen: Screen = { telling, spool, written: { count: 0 } };
  try {
    const beats = [
      ...termBeats(telling),
      ...signInBeats(telling),
      ...filterBeats(screen),
      ...peopleBeats(telling),
      lastNight(telling),
    ];
    beats.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
    for (const beat of beats) {
      clock.set(beat.at);
      const before = screen.written.count;
      await beat.happens();
      if (screen.written.count > before) await takeIn(telling, spool);
    }
  } finally {
    spool.close();
  }
  clock.set(telling.until);
  await takeIn(telling, spool);
  await runJob(telling, 'duties.keep');
  await runJob(telling, 'compile-ruleset');
  return { events: screen.written.count };
}

async function takeIn(telling: Telling, spool: Spool): Promise<void> {
  spool.flush();
  await runJob(telling, 'monitoring.intake');
  await runJob(telling, 'send-mail');
}

/** Each morning the class with log-ins signs in at the gate. */
function signInBeats(telling: Telling): readonly Beat[] {
  const { whole, school } = telling;
  const group = keysOf(pupils).filter((key) => pupils[key].inClass === CLASS_WITH_LOG_INS);
  return telling.days.map((_date, day) => ({
    at: instantOf(telling, { day, at: '08:55' }),
    happens: async () => {
      for (const [index, key] of group.entries()) {
        await act(
          telling,
          'filtering.sign-in-at-gate',
          { kind: 'visitor', school, request: whole.ids.next() },
          {
            person: idOf(telling, key),
            address: `${classes[CLASS_WITH_LOG_INS].network}.${String(11 + index)}`,
            nonce: whole.ids.secret(12),
            // Nobody's browser comes back to the gate with it: the story tells what was recorded at sign-in.
            confirm: createHash('sha256').update(whole.ids.secret(16)).digest('hex'),
          },
        );
      }
    },
  }));
}

function filterBeats(screen: Screen): readonly Beat[] {
  const { telling } = screen;
  return [
    ...lessons.map((lesson) => ({
      at: instantOf(telling, lesson),
      happens: () => {
        const class_ = keysOf(pupils).filter((key) => pupils[key].inClass === lesson.for);
        for (const [seat, pupil] of class_.entries()) {
          for (const [number, host] of lesson.sites.entries()) {
            // A pupil opens a handful of pages of each site: a number that differs from seat to seat, and is the same each time it is told.
            const count = 2 + ((seat * 3 + number * 5 + lesson.day) % 7);
            visited(screen, { who: pupil, host, count });
          }
        }
        return Promise.resolve();
      },
    })),
    ...visits.map((visit) => ({
      at: instantOf(telling, visit),
      happens: () => {
        visited(screen, { ...visit, count: 1 });
        return Promise.resolve();
      },
    })),
    ...presses.map((press) => ({
      at: instantOf(telling, press),
      happens: () => {
        pressed(screen, press);
        return Promise.resolve();
      },
    })),
  ];
}

function peopleBeats(telling: Telling): readonly Beat[] {
  const step = (one: Step): Beat => ({
    at: instantOf(telling, one),
    happens: () => take(telling, one, {}).then(nothing),
  });
  return [
    ...done.map(step),
    ...requests.flatMap(({ asked, decided }): Beat[] => {
      let id = '';
      const asks = {
        at: instantOf(telling, asked),
        happens: async () => {
          id = anId.parse(await take(telling, asked, {}));
        },
      };
      if (decided === undefined) return [asks];
      return [asks, { at: instantOf(telling, decided), happens: () => take(telling, decided, { id }).then(nothing) }];
    }),
    ...closedAlerts.map((closed) => ({ at: instantOf(telling, closed), happens: () => closeAlert(telling, closed) })),
    ...policySteps.map(step),
    ...[...termIncidents, ...incidents].flatMap((incident) => incidentBeats(telling, incident)),
  ];
}

/** An incident's steps; each carries the version that the step before left. */
function incidentBeats(telling: Telling, incident: DemoIncident): readonly Beat[] {
  let id = '';
  let version = 1;
  const { reported } = incident;
  return [
    {
      at: instantOf(telling, reported),
      happens: async () => {
        id =
          'does' in reported ? anId.parse(await take(telling, reported, {})) : await incidentOfAlert(telling, reported);
      },
    },
    ...incident.then.map((step) => ({
      at: instantOf(telling, step),
      happens: async () => {
        await take(telling, step, { id, version: String(version) });
        version += 1;
      },
    })),
  ];
}

const madeOfAlert = z.object({ incident: z.string() });

async function incidentOfAlert(telling: Telling, made: FromAlert): Promise<string> {
  const alert = await openAlert(telling, made.by, made.alertAbout, made.kind);
  const step = { ...made, does: 'monitoring.make-incident' };
  return madeOfAlert.parse(await take(telling, step, { id: alert })).incident;
}

async function closeAlert(telling: Telling, closed: ClosedAlert): Promise<void> {
  const { reason, words } = closed;
  const id = await openAlert(telling, closed.by, closed.about, closed.kind);
  await act(telling, 'monitoring.close-alert', await actorOf(telling, closed.by), { id, reason, words });
}

const listed = z.object({
  alerts: z.array(z.object({ id: z.string(), person: z.string().nullable(), kind: z.string() })),
});

/** Opens the alert about somebody as a person does, from the list: both looks are in the trail. Gives its id. */
async function openAlert(telling: Telling, by: Step['by'], about: PersonKey, kind: string): Promise<string> {
  const actor = await actorOf(telling, by);
  const person = idOf(telling, about);
  const { alerts } = listed.parse(await askByName(telling.whole, 'monitoring.list-alerts', actor, {}));
  const alert = alerts.find((one) => one.person === person && one.kind === kind);
  if (alert === undefined) throw new TypeError(`there is no open alert of kind ${kind} about ${about}`);
  await askByName(telling.whole, 'monitoring.view-alert', actor, { id: alert.id });
  return alert.id;
}

async function take(telling: Telling, step: Step, also: Readonly<Record<string, string>>): Promise<unknown> {
  const input: Record<string, unknown> = { ...also };
  for (const [field, given] of Object.entries(step.with)) input[field] = await valueOf(telling, given);
  const value = await act(telling, step.does, await actorOf(telling, step.by), input);
  const command = telling.whole.modules.flatMap((module) => module.commands).find((one) => one.name === step.does);
  if (command?.changesFilter === true) await runJob(telling, 'compile-ruleset');
  return value;
}

function nothing(): void {
  // The value of the command is not needed.
}
