import { z } from 'zod';

import { day, recordId, timeOfDay, wholeNumber } from '../../platform/forms/fields.ts';
import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';

/** What every step's form carries: which incident, and the version of it that was on the screen. */
export const stepInput = {
  id: recordId<'incident'>(),
  version: wholeNumber('the version of the page', 1, 1_000_000),
};

/** A day that may be left empty: null when it is. */
export function optionalDay(label: string) {
  return z
    .unknown()
    .optional()
    .transform((value, context) => {
      if (isEmptyDay(value)) return null;
      const read = day(label).safeParse(value);
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? `Enter ${label}` });
      return z.NEVER;
    });
}

/** A time of day that may be left empty: null when it is. */
export function optionalTime(label: string) {
  return z
    .string()
    .default('')
    .transform((value, context) => {
      if (value.trim() === '') return null;
      const read = timeOfDay(label).safeParse(value);
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? `Enter ${label}` });
      return z.NEVER;
    });
}

/** One of a vocabulary, or nothing. */
export function optionalChoice<const Value extends string>(values: readonly Value[]) {
  return z
    .string()
    .default('')
    .transform((value) => values.find((each) => each === value) ?? null);
}

function isEmptyDay(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return (
    typeof value === 'object' && Object.values(value).every((part) => typeof part === 'string' && part.trim() === '')
  );
}

/** The instant of a day and time on the school's clock. */
export function schoolInstant(on: Temporal.PlainDate, at: Temporal.PlainTime): Temporal.Instant {
  return on.toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime: at }).toInstant();
}
