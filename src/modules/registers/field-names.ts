/**
 * What a field is called in a form and an address: its code, in one word, after an "f". `serial-number` is `fSerialNumber`: a date's three
 * boxes are told by the hyphen (platform/forms/parse.ts), and no field can be taken for one of ours (`q`, `page`, `version`).
 */
export function formName(code: string): string {
  return `f${code
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`;
}
