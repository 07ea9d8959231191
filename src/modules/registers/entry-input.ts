import type { FieldError } from '../../platform/commands/command.ts';
import { parseInput, type Parsed } from '../../platform/forms/parse.ts';
import { z } from 'zod';
import type { Value, Values } from './entry.ts';
import { formatDate } from '../../platform/views/format.ts';
import { formName } from './field-names.ts';
import { fieldSchema } from './field-schema.ts';
import type { RulesInForce } from './rules.ts';
import { HALF_TERM } from './half-terms.ts';
import type { Field } from './shape.ts';
import type { Surroundings } from './surroundings.ts';

/** The field's entry in a form: what it was called there. */
export type Reader = (raw: Readonly<Record<string, unknown>>) => Parsed<Values>;

/**
 * Makes a reader of these fields: of forms, and of the rows of a file (by the names that forms use). Messages come by field; what the
 * policy's settings demand is demanded here.
 */
export function entryReader(fields: readonly Field[], around: Surroundings, rules: RulesInForce): Reader {
  const asked = fields.filter((field) => field.retired !== true);
  const schema = z.object(
    Object.fromEntries(
      asked.map((field) => [
        formName(field.code),
        fieldSchema(field, around, field.required || rules.needs.has(field.code)),
      ]),
    ),
  );
  // A box that is not ticked is not sent at all.
  const nothing = Object.fromEntries(asked.map((field) => [formName(field.code), null]));
  return (raw) => {
    const given = parseInput(schema, { ...nothing, ...raw });
    if (!given.ok) return given;
    const values: Record<string, Value> = {};
    const errors: FieldError[] = [];
    for (const { code } of asked) {
      const value = given.value[formName(code)];
      if (value !== undefined) values[code] = value;
      const must = rules.must.get(code);
      if (must !== undefined && value !== must.be) errors.push({ field: formName(code), message: must.says });
    }
    const other = otherHalfTerm(asked, values, rules);
    if (other !== undefined) errors.push(other);
    return errors.length > 0 ? { ok: false, errors } : { ok: true, value: values };
  };
}

/** A half term that the day of the entry contradicts, by the dates that the school entered. */
function otherHalfTerm(asked: readonly Field[], values: Values, { halfTerm }: RulesInForce): FieldError | undefined {
  const field = asked.find(({ code }) => code === HALF_TERM);
  const day = halfTerm === undefined ? undefined : values[halfTerm.day];
  if (field === undefined || typeof day !== 'string') return undefined;
  const is = halfTerm?.of(day);
  if (is === undefined || is === values[HALF_TERM]) return undefined;
  const label = 'options' in field.kind ? field.kind.options.find(({ code }) => code === is)?.label : undefined;
  return {
    field: formName(HALF_TERM),
    message: `${formatDate(day)} is in “${label ?? is}” by the school’s term dates. Change “${field.label}”, or the day`,
  };
}
