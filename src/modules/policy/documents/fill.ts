import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { settingsInForce } from '../kept-settings.ts';
import { valueInWords } from '../setting-field.ts';
import { policySetting } from '../settings-of-the-policy.ts';

/** The school's settings written into the sentences: `{{setting:pupil-phones}}` in a clause's text stands for the setting's words. */

const PLACE = /\{\{\s*setting:([a-z0-9][a-z0-9-]{0,63})\s*\}\}/g;

/** The settings that a text names, in its order. */
export function settingsNamed(text: string): readonly string[] {
  return [...text.matchAll(PLACE)].flatMap(([, code]) => (code === undefined ? [] : [code]));
}

/** The words for a setting's value: what it is in force, by code. */
export type Words = (code: string) => string;

/** A text with the words of the settings in it. */
export function fillText(text: string, words: Words): string {
  return text.replaceAll(PLACE, (_whole, code: string) => words(code));
}

/** A value in the words of its setting, as it stands within a sentence: its first letter small, unless it is a name or a short form. */
export function wordsOfSetting(code: string, value: unknown, where: 'alone' | 'in a sentence' = 'alone'): string {
  const words = valueInWords(value, policySetting(code)?.words);
  if (where === 'alone' || !/^[A-Z][a-z]/.test(words)) return words;
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** The words of every setting as it is in force now. */
export async function wordsInForce(db: ReadHandle): Promise<Words> {
  const kept = await settingsInForce(db);
  return (code) => wordsOfSetting(code, kept.get(code)?.value ?? policySetting(code)?.fallback ?? '', 'in a sentence');
}
