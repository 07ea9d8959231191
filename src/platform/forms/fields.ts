import { z } from 'zod';

import { asId, type Id } from '../ids/ids.ts';

/** The kinds of field that forms have, with their messages. `label` completes "Enter …", as GOV.UK words it. */

// Control characters other than tab and line breaks, and the marks that turn text round: never typed on purpose.
// eslint-disable-next-line no-control-regex -- the point is to find them
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** A line or some lines of text that must be given: trimmed, at most `max` characters. */
export function text(label: string, max: number) {
  return z
    .string({ error: `Enter ${label}` })
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, `Enter ${label}`)
        .max(max, `${capital(label)} must be ${String(max)} characters or fewer`)
        .refine(
          (value) => !hidden.test(value),
          `${capital(label)} has characters in it that cannot be shown. Type it again`,
        ),
    );
}

/** Text that may be left empty: '' when it is. */
export function optionalText(label: string, max: number) {
  return z
    .string({ error: `Enter ${label}, or leave it empty` })
    .default('')
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .max(max, `${capital(label)} must be ${String(max)} characters or fewer`)
        .refine(
          (value) => !hidden.test(value),
          `${capital(label)} has characters in it that cannot be shown. Type it again`,
        ),
    );
}

/** One of a fixed vocabulary. `message` is like "Choose what kind of concern this is". */
export function choice<const Value extends string>(values: readonly Value[], message: string) {
  return z.enum(values, { error: message });
}

/** Any number of a fixed vocabulary, none included: a single value from a form counts as a list of one. */
export function choices<const Value extends string>(values: readonly Value[], message: string) {
  return z
    .union([z.array(z.string()), z.string().transform((value) => (value === '' ? [] : [value]))])
    .default([])
    .pipe(z.array(z.enum(values, { error: message })).max(values.length, message));
}

/** A box that is ticked or not. */
export function tick() {
  return z
    .string()
    .optional()
    .transform((value) => value === 'yes' || value === 'on');
}

/** A box that must be ticked. */
export function mustTick(message: string) {
  return z.enum(['yes', 'on'], { error: message }).transform(() => true);
}

/** The id of a record: in a path, or in a hidden field or a select. */
export function recordId<Kind extends string>(message = 'Choose one from the list'): z.ZodType<Id<Kind>> {
  return z
    .string({ error: message })
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, message)
    .transform((value) => asId<Kind>(value));
}

/** A whole number between bounds, typed by a person. */
export function wholeNumber(label: string, min: number, max: number) {
  const message = `${capital(label)} must be a whole number from ${String(min)} to ${String(max)}`;
  return z
    .string({ error: `Enter ${label}` })
    .regex(/^\s*\d{1,9}\s*$/, message)
    .transform(Number)
    .pipe(z.int(message).min(min, message).max(max, message));
}

/** A school day from three fields (`name-day`, `name-month`, `name-year`) or as 2026-11-21. */
export function day(label: string) {
  const message = `${capital(label)} must be a real date, such as 21 11 2026`;
  return z
    .union(
      [
        z.string(),
        z.object({ day: z.string().max(4), month: z.string().max(4), year: z.string().max(6) }).transform((parts) => {
          const two = (value: string): string => value.trim().padStart(2, '0');
          return `${parts.year.trim()}-${two(parts.month)}-${two(parts.day)}`;
        }),
      ],
      { error: `Enter ${label}` },
    )
    .transform((value, context) => {
      if (/^\d{4}-\d\d-\d\d$/.test(value)) {
        try {
          return Temporal.PlainDate.from(value, { overflow: 'reject' });
        } catch {
          // Falls through to the message: the 31st of a short month.
        }
      }
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
}

/** A time of day such as 15:40 or 3:40pm. */
export function timeOfDay(label: string) {
  return z.string({ error: `Enter ${label}` }).transform((value, context) => {
    const match = /^\s*(\d{1,2})[:.](\d\d)\s*(am|pm)?\s*$/i.exec(value);
    let hour = Number(match?.[1]);
    const half = match?.[3]?.toLowerCase();
    if (half === 'pm' && hour < 12) hour += 12;
    if (half === 'am' && hour === 12) hour = 0;
    try {
      return Temporal.PlainTime.from({ hour, minute: Number(match?.[2]) }, { overflow: 'reject' });
    } catch {
      context.addIssue({ code: 'custom', message: `${capital(label)} must be a time, such as 3:40pm` });
      return z.NEVER;
    }
  });
}

function capital(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
