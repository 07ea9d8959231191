/**
 * Cells of CSV files (RFC 4180). A cell that a spreadsheet would run as a formula (OWASP, CSV injection) gets an apostrophe in front; so does
 * one that has apostrophes before such a beginning already, and reading takes one away again: what goes out comes back in the same.
 */

/** What a spreadsheet takes for the beginning of a formula, also behind blanks and as a character of full width. */
const FORMULA = '(?:[\\t\\r\\n]|\\s*[=+\\-@＝＋－＠])';
const dangerous = new RegExp(`^'*${FORMULA}`);
const isDisarmed = new RegExp(`^'+${FORMULA}`);

/** One line of a file. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A cell that a spreadsheet shows and does not run. */
export function disarm(text: string): string {
  return dangerous.test(text) ? `'${text}` : text;
}

/** One cell, quoted where it has to be. */
function csvCell(text: string): string {
  const safe = disarm(text);
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it was before it was disarmed. */
export function readCell(text: string): string {
  return isDisarmed.test(text) ? text.slice(1) : text;
}
