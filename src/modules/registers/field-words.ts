import { formatClock, formatDate, formatNumber } from '../../platform/views/format.ts';
import { yearGroupOf } from '../school/index.ts';
import type { Value } from './entry.ts';
import type { Field } from './shape.ts';
import type { Names } from './surroundings.ts';

/** A value as people read it on a page. */
export function valueWords(field: Field, value: Value, names: Names): string {
  return inWords(field, value, names, 'page', ', ');
}

/** A value as a file holds it, such that an import reads the same from it: days as 2026-11-21, several things with "; " between them. */
export function valueForFile(field: Field, value: Value, names: Names): string {
  return inWords(field, value, names, 'file', '; ');
}

function inWords(field: Field, value: Value, names: Names, where: 'page' | 'file', between: string): string {
  if (typeof value === 'string') return oneInWords(field, value, names, where);
  return value.map((one) => oneInWords(field, one, names, where)).join(between);
}

function oneInWords(field: Field, value: string, names: Names, where: 'page' | 'file'): string {
  const { kind } = field;
  switch (kind.type) {
    case 'date':
      return where === 'file' ? value : dayOr(value);
    case 'time':
      return where === 'file' ? value : clockOr(value);
    case 'yes-no':
      return value === 'yes' ? 'Yes' : 'No';
    case 'number': {
      if (where === 'file' || !/^\d+$/.test(value)) return value;
      return kind.unit === undefined ? formatNumber(Number(value)) : `${formatNumber(Number(value))} ${kind.unit}`;
    }
    case 'choice':
    case 'choices':
      return kind.options.find((option) => option.code === value)?.label ?? value;
    case 'person':
    case 'people':
    case 'pupil':
    case 'pupils':
      return names.nameOf(value) ?? 'somebody no longer known';
    case 'class':
      return names.nameOf(value) ?? 'a class no longer known';
    case 'year-group':
    case 'year-groups':
      return yearGroupOf(value)?.label ?? value;
    default:
      return value;
  }
}

function dayOr(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value) : value;
}

function clockOr(value: string): string {
  return /^\d\d:\d\d$/.test(value) ? formatClock(value) : value;
}
