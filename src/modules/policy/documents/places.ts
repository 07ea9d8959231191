/** The school's settings in the sentences: `{{setting:pupil-phones}}` in a clause's text is a place for the setting's words. Pure. */

const PLACE = /\{\{\s*setting:([a-z0-9][a-z0-9-]{0,63})\s*\}\}/g;

/** Whether a text has a place for the words of a setting. */
export function hasPlaces(text: string): boolean {
  return settingsNamed(text).length > 0;
}

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
