import { failed, type Failed } from '../../platform/commands/command.ts';
import { schoolInstant } from './fields.ts';

/** What the form says about when the internet is removed. */
export interface AskedTimes {
  readonly starts: 'now' | 'later' | null;
  readonly from: Temporal.PlainDate | null;
  readonly fromTime: Temporal.PlainTime | null;
  readonly ends: 'after' | 'at' | null;
  readonly length: string;
  readonly unit: 'minutes' | 'hours' | 'days' | null;
  readonly until: Temporal.PlainDate | null;
  readonly untilTime: Temporal.PlainTime | null;
}

/** Less is a slip. */
const SHORTEST = Temporal.Duration.from({ minutes: 1 });
/** A school year: longer is no sanction but a decision of another kind. */
const LONGEST_HOURS = 366 * 24;

/**
 * From when until when, or what is missing, by its field. At least a minute, at most a school year; days are 24 hours each, so that
 * "one day" given at ten ends at ten.
 */
export function sanctionTimes(
  asked: AskedTimes,
  now: Temporal.Instant,
): { readonly ok: true; readonly from: Temporal.Instant; readonly until: Temporal.Instant } | Failed {
  let from = now;
  if (asked.starts === 'later') {
    if (asked.from === null) return failed('from', 'Enter the day it starts');
    if (asked.fromTime === null) return failed('fromTime', 'Enter the time it starts');
    from = schoolInstant(asked.from, asked.fromTime);
    if (Temporal.Instant.compare(from, now.subtract(SHORTEST)) < 0) {
      return failed('from', 'It must start now or later');
    }
  }
  let until: Temporal.Instant;
  if (asked.ends === 'at') {
    if (asked.until === null) return failed('until', 'Enter the day it ends');
    if (asked.untilTime === null) return failed('untilTime', 'Enter the time it ends');
    until = schoolInstant(asked.until, asked.untilTime);
  } else {
    if (!/^\d{1,4}$/.test(asked.length) || Number(asked.length) < 1) {
      return failed('length', 'Enter how long, as a whole number from 1');
    }
    const length = Number(asked.length);
    const hours = asked.unit === 'days' ? length * 24 : asked.unit === 'hours' ? length : 0;
    until = from.add(hours > 0 ? { hours } : { minutes: length });
  }
  const field = asked.ends === 'at' ? 'until' : 'length';
  if (Temporal.Instant.compare(until, from.add(SHORTEST)) < 0) {
    return failed(field, 'It must last at least one minute');
  }
  if (Temporal.Instant.compare(until, now) <= 0) return failed(field, 'It must end later than now');
  if (Temporal.Instant.compare(until, from.add({ hours: LONGEST_HOURS })) > 0) {
    return failed(field, 'It must not be longer than a year');
  }
  return { ok: true, from, until };
}
