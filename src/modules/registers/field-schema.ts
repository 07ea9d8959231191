import { z } from 'zod';

import { day, text, timeOfDay, wholeNumber } from '../../platform/forms/fields.ts';
import { yearGroups } from '../school/index.ts';
import type { Value } from './entry.ts';
import { labelInside } from './field-words.ts';
import { searchText } from './entry-columns.ts';
import type { Field } from './shape.ts';
import { withClass, type Surroundings } from './surroundings.ts';

/** Characters that a field may have. */
export const MOST_LINE = 200;
export const MOST_WORDS = 5000;
/** Things that a field of several may have: everybody who works in a large school. */
export const MOST_SEVERAL = 200;

type Read = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/**
 * What a field takes, from a form or from a cell of a file: the same words in both. Nothing given is undefined, or the message when it is
 * `required`. Codes are taken as they are and by their labels; several things stand in a list, or in one text with ";" or new lines between.
 */
export function fieldSchema(field: Field, around: Surroundings, required: boolean): z.ZodType<Value | undefined> {
  return z.unknown().transform((raw, context): Value | undefined => {
    if (isEmpty(raw)) {
      if (!required) return undefined;
      context.addIssue({ code: 'custom', message: askFor(field) });
      return z.NEVER;
    }
    const read = readValue(field, raw, around);
    if (read.ok) return read.value.length === 0 ? undefined : read.value;
    context.addIssue({ code: 'custom', message: read.message });
    return z.NEVER;
  });
}

function isEmpty(raw: unknown): boolean {
  if (raw === undefined || raw === null) return true;
  if (typeof raw === 'string') return raw.trim() === '';
  if (Array.isArray(raw)) return raw.every(isEmpty);
  return typeof raw === 'object' && Object.values(raw).every(isEmpty);
}

const chosen: ReadonlySet<string> = new Set(['choice', 'choices', 'yes-no', 'class', 'year-group', 'year-groups']);

function askFor(field: Field): string {
  const label = labelInside(field.label);
  if (label.startsWith('“')) return `Answer ${label}`;
  return chosen.has(field.kind.type) ? `Choose the ${label}` : `Enter the ${label}`;
}

function readValue(field: Field, raw: unknown, around: Surroundings): Read {
  const label = labelInside(field.label);
  const inSentence = label.startsWith('“') ? label : `the ${label}`;
  const { kind } = field;
  switch (kind.type) {
    case 'line':
      return line(raw, inSentence, MOST_LINE);
    case 'words':
      return parsed(text(inSentence, MOST_WORDS), raw, String);
    case 'address':
      return checked(
        line(raw, inSentence, 500),
        /^https?:\/\/[^\s/]+\S*$/i,
        `${field.label}: enter a web address that begins with https://`,
      );
    case 'e-mail':
      return checked(
        line(raw, inSentence, 254),
        /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
        `${field.label}: enter an e-mail address, such as name@school.example`,
      );
    case 'phone':
      return checked(
        line(raw, inSentence, 40),
        /^[+(]?\d[\d ()+-]{2,}( ?(x|ext\.?) ?\d+)?$/i,
        `${field.label}: enter a phone number, such as 01632 960001`,
      );
    case 'date':
      return parsed(day(inSentence), asDay(raw), (value) => value.toString());
    case 'time':
      return parsed(timeOfDay(inSentence), raw, (value) => value.toString({ smallestUnit: 'minute' }));
    case 'number':
      return parsed(
        wholeNumber(inSentence, kind.from, kind.to),
        typeof raw === 'string' ? raw.replaceAll(',', '') : raw,
        String,
      );
    case 'yes-no':
      return oneOf(field, raw, YES_NO);
    case 'choice':
      return oneOf(field, raw, kind.options);
    case 'choices':
      return several(raw, (each) => oneOf(field, each, kind.options));
    case 'year-group':
      return oneOf(field, raw, yearGroups);
    case 'year-groups':
      return several(raw, (each) => oneOf(field, each, yearGroups));
    case 'class':
      return oneOf(
        field,
        raw,
        around.classes.map((one) => ({ code: one.id, label: one.name })),
      );
    case 'person':
      return person(field, raw, 'adult', around);
    case 'pupil':
      return person(field, raw, 'pupil', around);
    case 'people':
      return several(raw, (each) => person(field, each, 'adult', around));
    case 'pupils':
      return several(raw, (each) => person(field, each, 'pupil', around));
  }
}

const YES_NO = [
  { code: 'yes', label: 'Yes' },
  { code: 'no', label: 'No' },
] as const;

function parsed<Out>(schema: z.ZodType<Out>, raw: unknown, keep: (value: Out) => string): Read {
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, value: keep(result.data) };
  return { ok: false, message: result.error.issues[0]?.message ?? 'This cannot be read' };
}

function line(raw: unknown, label: string, most: number): Read {
  return parsed(text(label, most), typeof raw === 'string' ? raw.replaceAll(/\s*\n\s*/g, ' ') : raw, String);
}

function checked(read: Read, pattern: RegExp, message: string): Read {
  return read.ok && typeof read.value === 'string' && !pattern.test(read.value) ? { ok: false, message } : read;
}

/** A day typed in one box or cell as people here write it, 21/11/2026, as the three boxes give it. */
function asDay(raw: unknown): unknown {
  const match = typeof raw === 'string' ? /^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*$/.exec(raw) : null;
  if (match !== null) return { day: match[1], month: match[2], year: match[3] };
  return typeof raw === 'string' ? raw.trim() : raw;
}

function oneOf(
  field: Field,
  raw: unknown,
  options: readonly { readonly code: string; readonly label: string }[],
): Read {
  const typed = typeof raw === 'string' ? raw.trim().toLowerCase() : '';
  const found =
    options.find((option) => option.code === typed) ?? options.find((option) => option.label.toLowerCase() === typed);
  if (found !== undefined) return { ok: true, value: found.code };
  const listed = options.slice(0, 12).map((option) => option.label);
  const rest = options.length > listed.length ? ` and ${String(options.length - listed.length)} more` : '';
  return { ok: false, message: `${field.label}: choose one of these: ${listed.join(', ')}${rest}` };
}

/** A list, each thing once. */
function several(raw: unknown, readOne: (each: unknown) => Read): Read {
  const given: readonly unknown[] = typeof raw === 'string' ? raw.split(/[;\n]/) : Array.isArray(raw) ? raw : [raw];
  const values = new Set<string>();
  for (const each of given) {
    if (isEmpty(each)) continue;
    const read = readOne(each);
    if (!read.ok) return read;
    for (const value of [read.value].flat()) values.add(value);
  }
  if (values.size > MOST_SEVERAL) return { ok: false, message: `Enter ${String(MOST_SEVERAL)} or fewer` };
  return { ok: true, value: [...values] };
}

function person(field: Field, raw: unknown, kind: 'adult' | 'pupil', around: Surroundings): Read {
  const typed = typeof raw === 'string' ? raw.trim().slice(0, MOST_LINE) : '';
  const found = around.findPeople(kind, typed);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ok: true, value: only.id };
  const who = kind === 'adult' ? 'adult of the school' : 'pupil';
  if (only === undefined) {
    const hidden = searchText(typed) === '' ? 'that name' : `“${typed}”`;
    return {
      ok: false,
      message: `${field.label}: there is no ${who} called ${hidden}. Type the name as it stands in the school’s list`,
    };
  }
  const which = found.slice(0, 6).map(withClass).join(', ');
  return {
    ok: false,
    message: `${field.label}: more than one ${who} is called “${typed}”. Type one of these: ${which}`,
  };
}
