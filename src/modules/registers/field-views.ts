import { yearGroups } from '../school/index.ts';
import type { Value, Values } from './entry.ts';
import { formName } from './field-names.ts';
import type { RulesInForce } from './rules.ts';
import type { Field } from './shape.ts';
import type { Names, Surroundings } from './surroundings.ts';

/** A field as the templates draw it (pages/fields.njk). */
export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly control: 'line' | 'words' | 'date' | 'time' | 'radios' | 'select' | 'checkboxes' | 'adult' | 'several';
  readonly items: readonly { readonly value: string; readonly text: string }[];
  readonly width: string | undefined;
  readonly type: string | undefined;
  readonly inputmode: string | undefined;
}

/** Up to so many options are shown at once; more are in a list that opens. */
const MOST_RADIOS = 6;

/** The fields of a form, in order. Retired ones are not asked for. */
export function fieldViews(fields: readonly Field[], around: Surroundings, rules: RulesInForce): readonly FieldView[] {
  return fields
    .filter((field) => field.retired !== true)
    .map((field) => {
      const required = field.required || rules.needs.has(field.code);
      return {
        name: formName(field.code),
        label: required ? field.label : `${field.label} (optional)`,
        hint: hintOf(field),
        items: itemsOf(field, around),
        ...drawn(field, around),
      };
    });
}

function drawn(field: Field, around: Surroundings): Pick<FieldView, 'control' | 'width' | 'type' | 'inputmode'> {
  const plain = { width: undefined, type: undefined, inputmode: undefined };
  switch (field.kind.type) {
    case 'line':
      return { ...plain, control: 'line' };
    case 'words':
      return { ...plain, control: 'words' };
    case 'date':
      return { ...plain, control: 'date' };
    case 'time':
      return { ...plain, control: 'time' };
    case 'address':
      return { ...plain, control: 'line', inputmode: 'url' };
    case 'e-mail':
      return { ...plain, control: 'line', type: 'email' };
    case 'phone':
      return { ...plain, control: 'line', type: 'tel', width: '20' };
    case 'number':
      return { ...plain, control: 'line', width: '5', inputmode: 'numeric' };
    case 'yes-no':
      return { ...plain, control: 'radios' };
    case 'choice':
      return { ...plain, control: field.kind.options.length > MOST_RADIOS ? 'select' : 'radios' };
    case 'choices':
    case 'year-groups':
      return { ...plain, control: 'checkboxes' };
    case 'year-group':
      return { ...plain, control: 'select' };
    case 'class':
      return { ...plain, control: around.classes.length === 0 ? 'line' : 'select' };
    case 'person':
      return { ...plain, control: 'adult' };
    case 'pupil':
      return { ...plain, control: 'line' };
    case 'people':
    case 'pupils':
      return { ...plain, control: 'several' };
  }
}

function hintOf(field: Field): string | undefined {
  const { kind } = field;
  const own = field.hint;
  const ours =
    kind.type === 'pupil'
      ? 'The full name; with the class in brackets where two are called the same.'
      : kind.type === 'people' || kind.type === 'pupils'
        ? 'Full names, one on each line.'
        : kind.type === 'number'
          ? `A whole number${kind.unit === undefined ? '' : ` of ${kind.unit}`} from ${String(kind.from)} to ${String(kind.to)}.`
          : undefined;
  if (own === undefined || ours === undefined) return own ?? ours;
  return kind.type === 'number' ? own : `${own} ${ours}`;
}

function itemsOf(field: Field, around: Surroundings): FieldView['items'] {
  const { kind } = field;
  switch (kind.type) {
    case 'yes-no':
      return [
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ];
    case 'choice':
    case 'choices':
      return kind.options.map((option) => ({ value: option.code, text: option.label }));
    case 'year-group':
    case 'year-groups':
      return yearGroups.map((year) => ({ value: year.code, text: year.label }));
    case 'class':
      return around.classes.filter((one) => one.here).map((one) => ({ value: one.id, text: one.name }));
    default:
      return [];
  }
}

/** What the form of an entry begins with: people by their names, as they are typed. */
export function formValues(fields: readonly Field[], values: Values, names: Names): Record<string, Value> {
  const form: Record<string, Value> = {};
  for (const field of fields) {
    const value = values[field.code];
    if (value === undefined) continue;
    const named = (id: string): string => names.nameOf(id) ?? '';
    switch (field.kind.type) {
      case 'person':
      case 'pupil':
        form[formName(field.code)] = typeof value === 'string' ? named(value) : '';
        break;
      case 'people':
      case 'pupils':
        form[formName(field.code)] = [value].flat().map(named).join('\n');
        break;
      default:
        form[formName(field.code)] = value;
    }
  }
  return form;
}
