/** One page of docs/reference: made by a program, checked by a test, never edited. */
export interface ReferencePage {
  readonly file: string;
  readonly text: string;
}

const NOTE = 'Made by `npm run docs` from the program itself. Do not edit it here: a test compares the two.';

/** A whole page: heading, where it comes from, and its parts with an empty line between them. */
export function referencePage(file: string, title: string, ...parts: readonly string[]): ReferencePage {
  return { file, text: `${[`# ${title}`, NOTE, ...parts].join('\n\n')}\n` };
}

/** A table. What stands in a cell may hold anything but line breaks and bars, which are made harmless. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

/** As code; an empty text stays empty. */
export function asCode(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
