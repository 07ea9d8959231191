import { z } from 'zod';

import type { Setting } from '../module.ts';
import { actorWords } from './words.ts';

/** What a setting of the policy may hold: a code, a number, or a list of codes. */
export type PolicyValue = string | number | readonly string[];

/** Values of a setting that a law, or national advice, stands against. */
export interface Against {
  readonly values: readonly PolicyValue[];
  /** What stands against it and why, with its source: a sentence or two for the pages. */
  readonly says: string;
}

/**
 * A difference between schools' policies, as a typed setting. Of two values that two clauses of one pack give it, the safer one is taken; each setting says how that
 * is found.
 */
export interface PolicySetting extends Setting<PolicyValue> {
  /** The safer of two different values. */
  readonly safer: (one: PolicyValue, other: PolicyValue) => PolicyValue;
  /** How `safer` decides, for the pages: "The longer list is taken." */
  readonly order: string;
  /** Values below the law: a clause may give them, and the pages show that it does; what is in force is `reading`. */
  readonly law?: Against & { readonly reading: PolicyValue };
  /** Values that are allowed and that national advice speaks against: they are in force, and the pages say so. */
  readonly advice?: Against;
}

type Extras = Partial<Pick<PolicySetting, 'law' | 'advice' | 'order'>>;

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has to be lower-case letters, digits and hyphens.');
const noneTwice = (items: readonly string[]): boolean => new Set(items).size === items.length;
const twice = 'names the same thing twice.';

/** One of a few values, given with their words from the safest to the least safe. Without a fallback the safest holds until a clause or the school says otherwise. */
export function oneOf(
  settingCode: string,
  sentence: string,
  words: Readonly<Record<string, string>>,
  extras: Extras & { readonly fallback?: string } = {},
): PolicySetting {
  const { fallback, ...more } = extras;
  const values = Object.keys(words);
  return {
    code: settingCode,
    sentence,
    schema: z.enum(values),
    fallback: fallback ?? values[0] ?? '',
    words,
    safer: (one, other) => (values.indexOf(String(one)) <= values.indexOf(String(other)) ? one : other),
    order: 'From the safest to the least safe; the safer is taken.',
    ...more,
  };
}

/** People who are told, asked or named: of two lists everybody in either. */
export function allOfThem(
  settingCode: string,
  sentence: string,
  fallback: readonly string[],
  extras: Extras = {},
): PolicySetting {
  return { ...people(settingCode, sentence, fallback), safer: union, order: 'Everybody in either list.', ...extras };
}

/** People who may allow something: of two lists those in both, or the shorter where nobody is. */
export function fewOfThem(
  settingCode: string,
  sentence: string,
  fallback: readonly string[],
  extras: Extras = {},
): PolicySetting {
  return {
    ...people(settingCode, sentence, fallback),
    safer: (one, other) => {
      const [first, second] = [asList(one), asList(other)];
      const both = first.filter((actor) => second.includes(actor));
      if (both.length > 0) return both;
      return first.length <= second.length ? one : other;
    },
    order: 'Only those in both lists; where nobody is, the shorter list.',
    ...extras,
  };
}

function people(settingCode: string, sentence: string, fallback: readonly string[]) {
  return {
    code: settingCode,
    sentence,
    schema: z
      .array(z.enum(Object.keys(actorWords)))
      .min(1)
      .max(50)
      .refine(noneTwice, twice),
    fallback,
    words: actorWords,
  };
}

/** Several of a few values: of two lists everything in either. */
export function someOf(
  settingCode: string,
  sentence: string,
  words: Readonly<Record<string, string>>,
  fallback: readonly string[],
  extras: Extras = {},
): PolicySetting {
  return {
    code: settingCode,
    sentence,
    schema: z
      .array(z.enum(Object.keys(words)))
      .min(1)
      .max(50)
      .refine(noneTwice, twice),
    fallback,
    words,
    safer: union,
    order: 'Everything in either list.',
    ...extras,
  };
}

/** Codes of the school's own choosing, such as purposes: of two lists everything in either. */
export function codes(
  settingCode: string,
  sentence: string,
  fallback: readonly string[],
  extras: Extras = {},
): PolicySetting {
  return {
    code: settingCode,
    sentence,
    schema: z.array(code).min(1).max(50).refine(noneTwice, twice),
    fallback,
    safer: union,
    order: 'Everything in either list.',
    ...extras,
  };
}

/** A whole number of something. `or` is a word that may stand instead of it, and counts as more than every number. */
export function numberOf(
  settingCode: string,
  sentence: string,
  range: { readonly from: number; readonly to: number; readonly safer: 'lower' | 'higher'; readonly or?: string },
  fallback: number,
  extras: Extras & { readonly words?: Readonly<Record<string, string>> } = {},
): PolicySetting {
  const whole = z.int().min(range.from).max(range.to);
  const size = (value: PolicyValue): number => (typeof value === 'number' ? value : Number.POSITIVE_INFINITY);
  const lower = (one: PolicyValue, other: PolicyValue): boolean => size(one) <= size(other);
  return {
    code: settingCode,
    sentence,
    schema: range.or === undefined ? whole : z.union([whole, z.literal(range.or)]),
    fallback,
    safer: (one, other) => (lower(one, other) === (range.safer === 'lower') ? one : other),
    order: range.safer === 'lower' ? 'The lower figure is taken.' : 'The higher figure is taken.',
    ...extras,
  };
}

const asList = (value: PolicyValue): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function union(one: PolicyValue, other: PolicyValue): PolicyValue {
  return [...new Set([...asList(one), ...asList(other)])];
}

/** Whether two values are the same: the order of a list does not count. */
export function sameValue(one: PolicyValue, other: PolicyValue): boolean {
  const plain = (value: PolicyValue): string =>
    JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : value);
  return plain(one) === plain(other);
}

/** Whether a value is among those that something stands against. */
export function isAgainst(against: Against | undefined, value: PolicyValue): boolean {
  return against?.values.some((each) => sameValue(each, value)) ?? false;
}
