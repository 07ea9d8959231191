/**
 * Cells of CSV files (RFC 4180). A cell that a spreadsheet would run as a formula (OWASP, CSV injection) gets an apostrophe in front; so does
 * one that has apostrophes before such a beginning already, and reading takes one away again: what goes out comes back in the same.
 */

const dangerous = /^'*[=+\-@\t\r]/;
const disarmed = /^'+[=+\-@\t\r]/;

/** One line of a file. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = dangerous.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A cell as it was before it was disarmed. */
export function readCell(text: string): string {
  return disarmed.test(text) ? text.slice(1) : text;
}
