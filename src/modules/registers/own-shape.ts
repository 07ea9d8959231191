import type { Field, FieldKind, Grantee, RegisterShape } from './shape.ts';
import type { Area } from '../policy/index.ts';

/** A register of the school's own, made out of what people fill in on pages: no code, and the same shape as ours. */

/** Kinds of field that the page offers, as people read them. */
export const offeredKinds: readonly { readonly code: FieldKind['type']; readonly label: string }[] = [
  { code: 'line', label: 'One line of words' },
  { code: 'words', label: 'Several lines of words' },
  { code: 'date', label: 'A day' },
  { code: 'time', label: 'A time of day' },
  { code: 'yes-no', label: 'Yes or no' },
  { code: 'number', label: 'A whole number' },
  { code: 'choice', label: 'One of a list' },
  { code: 'choices', label: 'Any of a list' },
  { code: 'person', label: 'An adult of the school' },
  { code: 'people', label: 'Several adults of the school' },
  { code: 'pupil', label: 'A pupil' },
  { code: 'pupils', label: 'Several pupils' },
  { code: 'class', label: 'A class' },
  { code: 'year-group', label: 'A year group' },
  { code: 'year-groups', label: 'Several year groups' },
  { code: 'address', label: 'A web address' },
  { code: 'e-mail', label: 'An e-mail address' },
  { code: 'phone', label: 'A phone number' },
];

/** A field as the page gives it. */
export interface GivenField {
  readonly label: string;
  readonly type: FieldKind['type'];
  /** One option on each line: for those of a list. */
  readonly options: string;
  readonly from: number;
  readonly to: number;
  readonly required: boolean;
  readonly sealed: boolean;
  readonly hint: string;
  /** Asked for at the end, when the entry is closed. */
  readonly atClosing: boolean;
}

/** A code out of words: lower-case letters, digits and hyphens. `taken` are those it may not be. */
export function codeOf(words: string, taken: ReadonlySet<string>, fallback: string): string {
  const plain = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 36)
    .replace(/-+$/, '');
  const base = plain === '' ? fallback : plain;
  // A hyphen more is another code and the same name in a form: a number at the end is neither.
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? base : `${base}-no${String(number)}`;
    if (!taken.has(code)) return code;
  }
}

/** A field of the register out of what the page gave. */
export function fieldOf(given: GivenField, taken: ReadonlySet<string>): Field {
  return {
    code: codeOf(given.label, taken, 'field'),
    label: given.label,
    kind: kindOf(given),
    required: given.required,
    ...(given.hint === '' ? {} : { hint: given.hint }),
    ...(given.sealed ? { sealed: true as const } : {}),
  };
}

function kindOf(given: GivenField): FieldKind {
  if (given.type === 'number') return { type: 'number', from: given.from, to: given.to };
  if (given.type === 'choice' || given.type === 'choices') {
    const taken = new Set<string>();
    const options = given.options
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((label) => {
        const code = codeOf(label, taken, 'option');
        taken.add(code);
        return { code, label };
      });
    return { type: given.type, options };
  }
  return { type: given.type };
}

/** What the page for a new register gives. */
export interface GivenRegister {
  readonly title: string;
  readonly one: string;
  readonly purpose: string;
  readonly area: Area;
  readonly add: readonly Grantee[];
  readonly read: readonly Grantee[];
  /** Who decides; none where nothing is approved. */
  readonly decide: readonly Grantee[];
  readonly files: boolean;
  readonly years: number;
  readonly signedBy: Grantee;
  readonly first: GivenField;
}

/** The first version of a register of the school's own: with one field, by which lists call an entry. */
export function newShape(given: GivenRegister, taken: ReadonlySet<string>): RegisterShape {
  const field = fieldOf({ ...given.first, required: true, sealed: false }, new Set());
  return {
    code: codeOf(given.title, taken, 'register'),
    title: given.title,
    one: given.one,
    purpose: given.purpose,
    area: given.area,
    fields: [field],
    named: [field.code],
    ...(field.kind.type === 'date' ? { about: field.code } : {}),
    add: given.add,
    read: given.read,
    ...(given.decide.length === 0 ? {} : { approval: { by: given.decide, question: `Do you agree to ${given.one}?` } }),
    files: given.files,
    keep: {
      years: given.years,
      from: 'recorded',
      signedBy: given.signedBy,
      source: 'the school’s own choice when it made this register',
    },
    controls: [],
  };
}

/** The register with one field more, at the end of those of an entry or of its closing. */
export function withField(shape: RegisterShape, given: GivenField): RegisterShape {
  const taken = new Set([...shape.fields, ...(shape.closing?.fields ?? [])].map((field) => field.code));
  const field = fieldOf(given, taken);
  if (!given.atClosing) {
    const about = shape.about === undefined && field.kind.type === 'date' && field.sealed !== true;
    return { ...shape, fields: [...shape.fields, field], ...(about ? { about: field.code } : {}) };
  }
  const closing = shape.closing ?? { open: 'Open', closed: 'Done', act: 'Record that it is done', fields: [] };
  return { ...shape, closing: { ...closing, fields: [...closing.fields, field] } };
}

/** The register with a field that is no longer asked for. What stands in it is still shown. */
export function withoutField(shape: RegisterShape, code: string): RegisterShape {
  const retire = (field: Field): Field => (field.code === code ? { ...field, retired: true } : field);
  return {
    ...shape,
    fields: shape.fields.map(retire),
    ...(shape.closing === undefined ? {} : { closing: { ...shape.closing, fields: shape.closing.fields.map(retire) } }),
  };
}
