import { z } from 'zod';

import type { Setting } from '../module.ts';
import { actorWords, wordOf } from './words.ts';

/** How a setting is asked for and shown: derived from its schema, so that a module that declares one writes no page for it. */

export type SettingField =
  | { readonly is: 'choice'; readonly codes: readonly string[] }
  | { readonly is: 'choices'; readonly codes: readonly string[] }
  | { readonly is: 'yes-no' }
  /** `or`: a word that may stand instead of the number. */
  | {
      readonly is: 'number';
      readonly min: number | undefined;
      readonly max: number | undefined;
      readonly or?: string;
    }
  | { readonly is: 'lines' }
  | { readonly is: 'text' };

const shape = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  anyOf: z
    .array(
      z.object({
        type: z.string().optional(),
        const: z.string().optional(),
        minimum: z.number().optional(),
        maximum: z.number().optional(),
      }),
    )
    .optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.object({ enum: z.array(z.string()).optional() }).optional(),
});

/** The field for a setting; undefined when its value is of a kind that no form asks for (a page of its module does). */
export function fieldOf(setting: Setting): SettingField | undefined {
  const parsed = shape.safeParse(z.toJSONSchema(setting.schema, { io: 'input', unrepresentable: 'any' }));
  if (!parsed.success) return undefined;
  const { type, enum: codes, items, minimum, maximum, anyOf } = parsed.data;
  if (codes !== undefined) return { is: 'choice', codes };
  if (type === 'array') return items?.enum === undefined ? { is: 'lines' } : { is: 'choices', codes: items.enum };
  if (type === 'boolean') return { is: 'yes-no' };
  if (type === 'integer' || type === 'number') return { is: 'number', min: minimum, max: maximum };
  const number = anyOf?.find((one) => one.type === 'integer');
  const or = anyOf?.find((one) => one.const !== undefined)?.const;
  if (number !== undefined && or !== undefined) {
    return { is: 'number', min: number.minimum, max: number.maximum, or };
  }
  return type === 'string' ? { is: 'text' } : undefined;
}

/** What a form gave for a field, as the setting's schema takes it. What makes no sense is passed on: the schema refuses it. */
export function valueFrom(field: SettingField, given: unknown): unknown {
  const many = (value: unknown): unknown[] =>
    Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  const one: unknown = Array.isArray(given) ? given[0] : given;
  switch (field.is) {
    case 'choices':
      return many(given);
    case 'lines':
      return typeof one === 'string'
        ? one
            .split(/\r?\n/)
            .map((line) => line.trim())
            .filter((line) => line !== '')
        : one;
    case 'yes-no':
      return one === 'yes' ? true : one === 'no' ? false : one;
    case 'number':
      return typeof one === 'string' && /^\s*-?\d{1,9}\s*$/.test(one) ? Number(one) : one;
    case 'choice':
    case 'text':
      return typeof one === 'string' ? one.trim() : one;
  }
}

/** A value as its form begins with it. */
export function formValue(field: SettingField, value: unknown): string | string[] {
  if (field.is === 'lines') return Array.isArray(value) ? value.map(String).join('\n') : '';
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What a setting is called: its sentence without the full stop. */
export function settingLabel(setting: Pick<Setting, 'sentence'>): string {
  return setting.sentence.replace(/\.$/, '');
}

/** A value in words: the setting's own, else what the policy calls people, else the code with spaces. */
export function valueInWords(value: unknown, words: Readonly<Record<string, string>> = {}): string {
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    return parts.length === 0 ? 'Nobody and nothing' : parts.map((part) => valueInWords(part, words)).join(', ');
  }
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return 'Set on a page of its own';
  const known = wordOf({ ...actorWords, ...words }, value);
  return known === value && /^[a-z0-9-]+$/.test(value) ? plain(value) : known;
}

function plain(code: string): string {
  const text = code.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
