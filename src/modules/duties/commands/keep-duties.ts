import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { dutyOf } from '../declared/index.ts';
import type { DutyParts } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { fallingDue } from '../falling-due.ts';
import { dutiesInForce } from '../in-force.ts';
import { observed, type Whole } from '../measures.ts';
import type { Occurrence } from '../occurrence.ts';
import { entryFor } from '../register-evidence.ts';
import { dutyTables } from '../rows.ts';
import {
  beginningOf,
  closeAsDone,
  closeAsNotDone,
  nextPeriodOf,
  openOccurrences,
  type Doing,
  type DoneHow,
} from '../store.ts';

/** What the job does, each as one command that leaves nothing half-done and does nothing twice: it looks at what there is and adds what is missing. */

export const KEEP_DUTIES = 'duties.keep';

/** How many rows one turn makes: the next turn makes the next. */
const AT_ONCE = 100;

const machine = { policy: onlyMachine('job', KEEP_DUTIES), load: wholeSchool, prepare: nothing, changesFilter: false };

/** From this day on duties fall due. */
export const beginDuties = command({
  ...machine,
  name: 'duties.begin',
  input: z.object({}),
  events: dutyEvents,
  effect: async ({ db, now }) => {
    if ((await beginningOf(db)) !== undefined) return failed('', 'They have begun already.');
    const on = schoolDay(now).toString();
    await dutyTables.write(db).insert('duty_beginning', { on_day: on, noted_at: now.toString() });
    return done(on, { name: 'duties-begun', subject: db.school, data: { on } });
  },
});

/** Notes the periods that have begun, moves open ones with the terms, and drops those that are no longer asked. */
export const makeNoteDue = (parts: Pick<DutyParts, 'settings'>) =>
  command({
    ...machine,
    name: 'duties.note-due',
    input: z.object({}),
    events: dutyEvents,
    effect: async (context) => {
      const { db, now, newId } = context;
      const found = await fallingDue(db, await dutiesInForce(db, parts.settings), now);
      const missing = found.missing.slice(0, AT_ONCE);
      if (missing.length + found.moved.length + found.dropped.length === 0) return failed('', 'Nothing falls due.');
      for (const { duty, window } of missing) {
        await dutyTables.write(db).insert('duty_occurrence', {
          ...newOccurrence,
          id: newId<'duty'>(),
          duty: duty.shape.code,
          period: duty.period,
          period_key: window.key,
          from_day: window.from.toString(),
          to_day: window.to.toString(),
          due_day: window.due.toString(),
          made_at: now.toString(),
        });
      }
      for (const { occurrence, window } of found.moved) {
        await dutyTables
          .write(db)
          .update('duty_occurrence')
          .set({
            from_day: window.from.toString(),
            to_day: window.to.toString(),
            due_day: window.due.toString(),
            version: occurrence.version + 1,
          })
          .where('id', '=', occurrence.id)
          .where('version', '=', occurrence.version)
          .execute();
      }
      for (const one of found.dropped) {
        await closeAsNotDone(context, one, { state: 'not-applicable', words: '', because: 'period-changed' });
      }
      const data = { made: missing.length, moved: found.moved.length, dropped: found.dropped.length };
      return done({ more: found.missing.length > AT_ONCE }, { name: 'duties-fell-due', subject: db.school, data });
    },
  });

/** What every new occurrence begins as. */
export const newOccurrence = {
  state: 'open',
  version: 1,
  stage: 0,
  closed_at: null,
  done_day: null,
  days_late: null,
  way: null,
  evidence: null,
  figure: null,
  closed_by: null,
} as const;

/** Closes what the program saw for itself, and what an entry of a register shows. */
export const makeTakeEvidence = (parts: Whole) =>
  command({
    ...machine,
    name: 'duties.take-evidence',
    input: z.object({}),
    events: dutyEvents,
    effect: async (context) => {
      const events: { name: 'duty-done'; subject: string; data: DoneData }[] = [];
      // The newest first: it makes good the older ones of a short period.
      const closed = new Set<string>();
      for (const one of (await openOccurrences(context.db)).toReversed()) {
        if (events.length >= AT_ONCE) break;
        if (closed.has(one.duty) && !(await isOpenStill(context, one))) continue;
        const how = await shownBy(parts, context, one);
        if (how === undefined) continue;
        const caughtUp = await closeAsDone(context, one, how);
        closed.add(one.duty);
        events.push({ name: 'duty-done', subject: one.id, data: doneData(one, how, caughtUp) });
      }
      const [first, ...rest] = events;
      return first === undefined ? failed('', 'Nothing new shows a duty done.') : done(events.length, first, ...rest);
    },
  });

// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only a type, and no interface, is assignable to an event's payload
type DoneData = {
  readonly duty: string;
  readonly period: string;
  readonly way: string;
  readonly late: number;
  readonly caughtUp: number;
};

/** What the trail keeps of a duty that was done. */
export function doneData(one: Occurrence, how: Pick<DoneHow, 'way' | 'day'>, caughtUp: number): DoneData {
  const late = Math.max(0, one.due.until(how.day, { largestUnit: 'days' }).days);
  return { duty: one.duty, period: one.key, way: how.way, late, caughtUp };
}

async function isOpenStill(doing: Doing, one: Occurrence): Promise<boolean> {
  const row = await dutyTables
    .read(doing.db)
    .select('duty_occurrence')
    .where('id', '=', one.id)
    .select('state')
    .executeTakeFirst();
  return row?.state === 'open';
}

async function shownBy(parts: Whole, { db, now }: Doing, one: Occurrence): Promise<DoneHow | undefined> {
  const evidence = dutyOf(one.duty)?.evidence;
  if (evidence?.measure === undefined && evidence?.register === undefined) return undefined;
  const next = await nextPeriodOf(db, one);
  if (evidence.measure !== undefined) {
    const seen = await observed(db, evidence.measure, { from: one.from, to: one.to, next }, now, parts);
    if (seen !== undefined) {
      return { day: seen.day, way: 'measured', evidence: evidence.measure, figure: seen.figure, words: '' };
    }
  }
  if (evidence.register === undefined) return undefined;
  const to = next === undefined ? schoolDay(now) : next.subtract({ days: 1 });
  const entry = await entryFor(db, evidence.register, { from: one.from, to });
  if (entry === undefined) return undefined;
  return { day: entry.on, way: 'register', evidence: entry.evidence, figure: '', words: '' };
}
