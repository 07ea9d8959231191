import { rawInput } from '../forms/parse.ts';

/** So much of a form is shown again: the largest of ours fits several times over, and a page stays quick to make. */
const MOST_FIELDS = 60;
const MOST_CHARACTERS = 60_000;

/** What somebody typed, so that a refusal does not lose it. Passwords are never shown again. */
export function typedText(body: unknown): readonly { label: string; value: string }[] {
  const shown: { label: string; value: string }[] = [];
  let left = MOST_CHARACTERS;
  for (const [name, value] of Object.entries(rawInput({}, body))) {
    if (shown.length === MOST_FIELDS || left <= 0) break;
    if (typeof value !== 'string' || value === '' || /password|secret|code|token|ticket/i.test(name)) continue;
    const text = value.slice(0, Math.min(20_000, left));
    shown.push({ label: name.slice(0, 100), value: text });
    left -= text.length + name.length;
  }
  return shown;
}
