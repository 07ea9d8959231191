import { z } from 'zod';

import { day, text, timeOfDay, wholeNumber } from '../../platform/forms/fields.ts';
import { yearGroups } from '../school/index.ts';
import type { Value } from './entry.ts';
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
  const read = valueReader(field, around);
  return z.unknown().transform((raw, context): Value | undefined => {
    if (isEmpty(raw)) {
      if (!required) return undefined;
      context.addIssue({ code: 'custom', message: askFor(field) });
      return z.NEVER;
    }
    const given = read(raw);
    if (given.ok) return given.value.length === 0 ? undefined : given.value;
    context.addIssue({ code: 'custom', message: given.message });
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
  const asks = field.label.endsWith('?') ? 'Answer' : chosen.has(field.kind.type) ? 'Choose' : 'Enter';
  return `${asks} “${field.label}”`;
}

/** Reads one value of a field. Its inner schema is made once, and not for each line of a long file. */
type ValueReader = (raw: unknown) => Read;

function valueReader(field: Field, around: Surroundings): ValueReader {
  // As it stands above the box: labels are questions, halves of sentences and nouns, and no article fits all of them.
  const inSentence = `“${field.label}”`;
  const { kind } = field;
  switch (kind.type) {
    case 'line':
      return line(inSentence, MOST_LINE);
    case 'words':
      return parsed(text(inSentence, MOST_WORDS), String);
    case 'address':
      return checked(
        line(inSentence, 500),
        /^https?:\/\/[^\s/]+\S*$/i,
        `${field.label}: enter a web address that begins with https://`,
      );
    case 'e-mail':
      return checked(
        line(inSentence, 254),
        /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
        `${field.label}: enter an e-mail address, such as name@school.example`,
      );
    case 'phone':
      return checked(
        line(inSentence, 40),
        /^[+(]?\d[\d ()+-]{2,}( ?(x|ext\.?) ?\d+)?$/i,
        `${field.label}: enter a phone number, such as 01632 960001`,
      );
    case 'date': {
      const read = parsed(day(inSentence), (value) => value.toString());
      return (raw) => read(asDay(raw));
    }
    case 'time':
      return parsed(timeOfDay(inSentence), (value) => value.toString({ smallestUnit: 'minute' }));
    case 'number': {
      const read = parsed(wholeNumber(inSentence, kind.from, kind.to), String);
      return (raw) => read(typeof raw === 'string' ? raw.replaceAll(',', '') : raw);
    }
    case 'yes-no':
      return oneOf(field, YES_NO);
    case 'choice':
      return oneOf(field, kind.options);
    case 'choices':
      return several(oneOf(field, kind.options));
    case 'year-group':
      return oneOf(field, yearGroups);
    case 'year-groups':
      return several(oneOf(field, yearGroups));
    case 'class':
      return oneOf(
        field,
        around.classes.map((one) => ({ code: one.id, label: one.name })),
      );
    case 'person':
      return person(field, 'adult', around);
    case 'pupil':
      return person(field, 'pupil', around);
    case 'people':
      return several(person(field, 'adult', around));
    case 'pupils':
      return several(person(field, 'pupil', around));
  }
}

const YES_NO = [
  { code: 'yes', label: 'Yes' },
  { code: 'no', label: 'No' },
] as const;

function parsed<Out>(schema: z.ZodType<Out>, keep: (value: Out) => string): ValueReader {
  return (raw) => {
    const result = schema.safeParse(raw);
    if (result.success) return { ok: true, value: keep(result.data) };
    return { ok: false, message: result.error.issues[0]?.message ?? 'This cannot be read' };
  };
}

function line(label: string, most: number): ValueReader {
  const read = parsed(text(label, most), String);
  return (raw) => read(typeof raw === 'string' ? raw.replaceAll(/\s*\n\s*/g, ' ') : raw);
}

function checked(inner: ValueReader, pattern: RegExp, message: string): ValueReader {
  return (raw) => {
    const read = inner(raw);
    return read.ok && typeof read.value === 'string' && !pattern.test(read.value) ? { ok: false, message } : read;
  };
}

/** A day typed in one box or cell as people here write it, 21/11/2026, as the three boxes give it. */
function asDay(raw: unknown): unknown {
  const match = typeof raw === 'string' ? /^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*$/.exec(raw) : null;
  if (match !== null) return { day: match[1], month: match[2], year: match[3] };
  return typeof raw === 'string' ? raw.trim() : raw;
}

function oneOf(field: Field, options: readonly { readonly code: string; readonly label: string }[]): ValueReader {
  const listed = options.slice(0, 12).map((option) => option.label);
  const rest = options.length > listed.length ? ` and ${String(options.length - listed.length)} more` : '';
  const message = `${field.label}: choose one of these: ${listed.join(', ')}${rest}`;
  return (raw) => {
    const typed = typeof raw === 'string' ? raw.trim().toLowerCase() : '';
    const found =
      options.find((option) => option.code === typed) ?? options.find((option) => option.label.toLowerCase() === typed);
    return found === undefined ? { ok: false, message } : { ok: true, value: found.code };
  };
}

/** A list, each thing once. */
function several(readOne: ValueReader): ValueReader {
  return (raw) => {
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
  };
}

function person(field: Field, kind: 'adult' | 'pupil', around: Surroundings): ValueReader {
  const who = kind === 'adult' ? 'adult of the school' : 'pupil';
  return (raw) => {
    const typed = typeof raw === 'string' ? raw.trim().slice(0, MOST_LINE) : '';
    const found = around.findPeople(kind, typed);
    const [only] = found;
    if (only !== undefined && found.length === 1) return { ok: true, value: only.id };
    if (only === undefined) {
      const name = searchText(typed) === '' ? 'that name' : `“${typed}”`;
      const message = `${field.label}: there is no ${who} called ${name}. Type the name as it stands in the school’s list`;
      return { ok: false, message };
    }
    const which = found.slice(0, 6).map(withClass).join(', ');
    const message = `${field.label}: more than one ${who} is called “${typed}”. Type one of these: ${which}`;
    return { ok: false, message };
  };
}
