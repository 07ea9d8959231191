import { Readable } from 'node:stream';

import { z } from 'zod';

import type { Whole } from '../../compose.ts';
import { personActor } from '../../modules/people/index.ts';
import { before, schoolCalendar, schoolYearOf } from '../../modules/school/index.ts';
import type { Actor, PersonActor } from '../../platform/access/access.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { SCHOOL_TIME_ZONE, schoolDay } from '../../platform/time/clock.ts';
import type { ManualClock } from '../../platform/time/manual-clock.ts';
import { runByName } from '../by-name.ts';
import type { PersonKey } from './people.ts';
import type { Given } from './story.ts';
import type { OtherAdult } from './the-others.ts';

/** What everything that makes the demonstration works with: the whole of Schoolgate under a clock that is set, and who is who. */
export interface Telling {
  readonly whole: Whole;
  readonly clock: ManualClock;
  readonly school: SchoolId;
  readonly people: Map<PersonKey, PersonId>;
  /** Those who work here and are not in the story, by their id in the roster. */
  readonly others: Map<string, PersonId>;
  /** The five days that are told, oldest first. */
  readonly days: readonly Temporal.PlainDate[];
  /** When the story ends: now. */
  readonly until: Temporal.Instant;
}

/** The id of somebody in the story. */
export function idOf(telling: Telling, key: PersonKey): PersonId {
  const id = telling.people.get(key);
  if (id === undefined) throw new TypeError(`${key} has not come into the story yet`);
  return id;
}

/** Somebody of the story as the actor they are at this moment. */
export async function actorOf(telling: Telling, key: PersonKey): Promise<PersonActor> {
  return actorFor(telling, idOf(telling, key), key);
}

/** One of those who work here and are not in the story, as the actor they are. */
export async function asStaff(telling: Telling, { id }: Pick<OtherAdult, 'id'>): Promise<PersonActor> {
  const person = telling.others.get(id);
  if (person === undefined) throw new TypeError(`${id} does not work here yet`);
  return actorFor(telling, person, id);
}

async function actorFor({ whole, school }: Telling, person: PersonId, called: string): Promise<PersonActor> {
  const actor = await personActor(whole.parts, { school, person, request: whole.ids.next() });
  if (actor === undefined) throw new TypeError(`${called} cannot sign in at this point of the story`);
  return actor;
}

/** The command line as it makes the demonstration. */
export function maker(telling: Pick<Telling, 'school' | 'whole'>): Actor {
  return { kind: 'command-line', school: telling.school, name: 'demo', request: telling.whole.ids.next() };
}

/** Runs a command that must work, and publishes the rules when it changed what the filter obeys. Gives what the command gave. */
export async function act(
  telling: Pick<Telling, 'whole'>,
  name: string,
  actor: Actor,
  input: unknown,
): Promise<unknown> {
  const { whole } = telling;
  const outcome = await runByName(whole, name, actor, input);
  if (!outcome.ok) {
    const problems = outcome.errors.map((error) => `${error.field}: ${error.message}`).join('; ');
    throw new TypeError(`the story went wrong at ${whole.clock.now().toString()}: ${name} says ${problems}`);
  }
  return outcome.value;
}

/** Runs one of the jobs once, now. */
export async function runJob(telling: Pick<Telling, 'whole'>, name: string): Promise<void> {
  const job = telling.whole.jobs.find((one) => one.name === name);
  if (job === undefined) throw new TypeError(`there is no job ${name}`);
  await job.run();
}

/** The last day of the story is told up to this time of day, which is now: what happens at 09:20 on it happened ten minutes ago. */
const LAST_DAY_TOLD_UNTIL = Temporal.PlainTime.from('09:30');

/**
 * The instant of a day of the story and a time of day. The first four days lie as they are told; the times of the last one count back from
 * now, so that whoever opens the demonstration finds what has just happened, at whatever hour and on whatever day.
 */
export function instantOf(
  telling: Pick<Telling, 'days' | 'until'>,
  when: { day: number; at: string },
): Temporal.Instant {
  const at = Temporal.PlainTime.from(when.at);
  if (when.day === LAST_DAY) return telling.until.subtract(at.until(LAST_DAY_TOLD_UNTIL));
  return dayOf(telling.days, when.day).toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime: at }).toInstant();
}

/** A day of the story; numbers beyond the last go on over the weekdays that come, numbers below 0 count those before its first. */
export function dayOf(days: readonly Temporal.PlainDate[], number: number): Temporal.PlainDate {
  const told = days[number];
  if (told !== undefined) return told;
  let day = number < 0 ? days[0] : days.at(-1);
  if (day === undefined) throw new TypeError('the story has no days');
  for (let left = -number; left > 0;) {
    day = day.subtract({ days: 1 });
    if (day.dayOfWeek <= 5) left -= 1;
  }
  for (let left = number - LAST_DAY; left > 0;) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5) left -= 1;
  }
  return day;
}

/** The first day of the term that is told before the week: twelve weeks. */
export const TERM_BEGINS = -60;

/**
 * The day on which the school takes Schoolgate: in the summer of the school year before, so that a review of that year is there, and some weeks before the term in any case.
 */
export function schoolBegins(days: readonly Temporal.PlainDate[]): Temporal.PlainDate {
  const summer = new Temporal.PlainDate(schoolYearOf(dayOf(days, LAST_DAY)), 6, 8);
  const beforeTerm = dayOf(days, TERM_BEGINS - 20);
  return Temporal.PlainDate.compare(summer, beforeTerm) < 0 ? summer : beforeTerm;
}

/** The number of the last day that is told. */
export const LAST_DAY = 4;

/** The days of a story that ends now: the last four weekdays, and today (the day on which the last half hour began). */
export function daysUntil(now: Temporal.Instant): readonly Temporal.PlainDate[] {
  const today = schoolDay(now.subtract({ hours: 1 }));
  const days = [today];
  for (let day = today.subtract({ days: 1 }); days.length <= LAST_DAY; day = day.subtract({ days: 1 })) {
    if (day.dayOfWeek <= 5) days.unshift(day);
  }
  return days;
}

/** The value of a command that gives an id. */
export const anId = z.string();

/** Something that happens at a moment of the story. */
export interface Beat {
  readonly at: Temporal.Instant;
  readonly happens: () => Promise<void>;
}

/** What is put into a command for a value of the story. */
export async function valueOf(telling: Telling, given: Given): Promise<unknown> {
  if (typeof given === 'string') return given;
  if ('person' in given) return idOf(telling, given.person);
  if ('day' in given) return dayOf(telling.days, given.day).toString();
  if ('halfTermOf' in given) return halfTermOf(dayOf(telling.days, given.halfTermOf));
  if (!('file' in given)) return given;
  // As the web app does with a form: the file is in the store before the command that refers to it.
  const text = Readable.from([Buffer.from(given.text)]);
  return telling.whole.parts.files.put(text, { name: given.file, most: given.text.length * 4 });
}

/** The half term of a day by the terms that Schoolgate guesses, which are this school's: `autumn-2`. The holidays after a term count to it. */
function halfTermOf(day: Temporal.PlainDate): string {
  const calendar = schoolCalendar([]);
  const { from } = calendar.termFor(day);
  const term = calendar.termAt(from);
  if (term === undefined) throw new RangeError(`no term begins on ${from.toString()}`);
  return `${term.name}-${before(day, term.breakFrom) ? '1' : '2'}`;
}
