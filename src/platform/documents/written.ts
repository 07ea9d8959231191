/**
 * A document as plain data, so that a worker thread can have it: what stands in it from top to bottom. From it are made the page (written.njk) and the tagged PDF
 * (tagged-pdf.ts).
 */
export interface WrittenDocument {
  readonly title: string;
  /** Whose it is: the school. */
  readonly author: string;
  /** Which one it is, in a few words: "Version 3". */
  readonly subject: string;
  /** At the foot of every page, before its number. */
  readonly foot: string;
  readonly blocks: readonly Block[];
  /**
   * Of a document that is worth nothing unless it is word for word: what is said instead of making a PDF that cannot show one of its characters. Of others the PDF says
   * where characters are missing.
   */
  readonly wordForWord?: string;
}

/** Every text of a block. */
export function textsOf(block: Block): readonly string[] {
  if (block.kind === 'list') return block.items.flatMap(({ label, lines }) => [label, ...lines]);
  return block.kind === 'table' ? [...block.header, ...block.rows.flat()] : [block.text];
}

export type Block =
  /** Level 1 is the title, once; level 2 has a bookmark. */
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  /** Lines of the text are paragraphs of their own. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly look?: 'large' | 'larger' | 'bold' }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | TableBlock;

/** Without a header the first cell of each row heads it. A row has to fit on a page: long words are paragraphs. */
export interface TableBlock {
  readonly kind: 'table';
  /** What it is, for those who do not see it. */
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of the width, adding up to 1. */
  readonly widths: readonly number[];
}

export interface ListItem {
  /** "3.2", "1." or "•". */
  readonly label: string;
  readonly lines: readonly string[];
}

/** Items without a number. */
export function bullets(lines: readonly string[]): readonly ListItem[] {
  return lines.map((line) => ({ label: '•', lines: [line] }));
}
