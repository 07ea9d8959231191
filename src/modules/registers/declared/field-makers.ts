import type { Field, FieldKind } from '../shape.ts';

/** Fields of our registers, each in a line or two. A field has to be filled in unless it says that it is `optional`. */
type More = Omit<Field, 'code' | 'label' | 'kind' | 'required'> & { readonly optional?: true };
type Make = (code: string, label: string, more?: More) => Field;
/** Codes of options, with the words that people see. */
type OptionWords = Readonly<Record<string, string>>;

function make(code: string, label: string, kind: FieldKind, { optional, ...more }: More = {}): Field {
  return { code, label, kind, required: optional !== true, ...more };
}

function simple(type: Exclude<FieldKind['type'], 'number' | 'choice' | 'choices'>): Make {
  return (code, label, more) => make(code, label, { type }, more);
}

export const line = simple('line');
export const words = simple('words');
export const date = simple('date');
export const time = simple('time');
export const yesNo = simple('yes-no');
export const address = simple('address');
export const email = simple('e-mail');
export const phone = simple('phone');
/** An adult of the school; somebody from outside is a `line`. */
export const person = simple('person');
export const people = simple('people');
export const pupil = simple('pupil');
export const pupils = simple('pupils');
export const schoolClass = simple('class');
export const yearGroups = simple('year-groups');

/** A whole number of something. */
export function number(
  code: string,
  label: string,
  range: { readonly from: number; readonly to: number; readonly unit?: string },
  more?: More,
): Field {
  return make(code, label, { type: 'number', ...range }, more);
}

/** One of a few. */
export function choice(code: string, label: string, options: OptionWords, more?: More): Field {
  return make(code, label, { type: 'choice', options: listed(options) }, more);
}

/** One or more of a few. */
export function choices(code: string, label: string, options: OptionWords, more?: More): Field {
  return make(code, label, { type: 'choices', options: listed(options) }, more);
}

function listed(options: OptionWords) {
  return Object.entries(options).map(([code, label]) => ({ code, label }));
}
