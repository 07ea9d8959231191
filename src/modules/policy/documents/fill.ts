import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { settingsInForce } from '../kept-settings.ts';
import { valueInWords } from '../setting-field.ts';
import { policySetting } from '../settings-of-the-policy.ts';
import type { Words } from './places.ts';

/** The words that stand in the sentences for the school's settings. */

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
