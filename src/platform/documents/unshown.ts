import type PDFDocument from 'pdfkit';
import { z } from 'zod';

/** Which characters our faces have. A character without a glyph would be an empty box in the file, and nobody would know what stood there. */

/** The library keeps the font that is set here; its types do not say so. */
const fontSchema = z.object({
  _font: z.object({ font: z.custom<{ hasGlyphForCodePoint(point: number): boolean }>() }),
});

/** The fonts of a document, asked for a character's glyph. Each is asked once for each character. */
export function glyphsOf(pdf: InstanceType<typeof PDFDocument>): (letter: string, font: string) => boolean {
  const known = new Map<string, boolean>();
  return (letter, name) => {
    const key = `${name} ${letter}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { _font: set } = fontSchema.parse(pdf.font(name));
    const has = set.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
    known.set(key, has);
    return has;
  };
}

const characters = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/**
 * A text as it can be shown: signs that only say how words are set (another kind of space or hyphen, marks of no width) become plain ones, and characters that `has` does
 * not know are said to be missing. `missing` lists those.
 */
export function shownOf(
  text: string,
  has: (letter: string) => boolean,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  let shown = '';
  let row = 0;
  const tell = (): void => {
    if (row > 0) shown += row === 1 ? '[character not shown]' : `[${String(row)} characters not shown]`;
    row = 0;
  };
  for (const { segment } of characters.segment(text.normalize('NFC'))) {
    const plain = [...segment]
      .map((letter) => {
        if (has(letter) || /\p{Cc}/u.test(letter)) return letter;
        if (/\p{Z}/u.test(letter)) return ' ';
        if (/[\u2010\u2011]/u.test(letter)) return '-';
        return /\p{Default_Ignorable_Code_Point}/u.test(letter) ? '' : letter;
      })
      .join('');
    if ([...plain].every((letter) => has(letter) || /\p{Cc}/u.test(letter))) {
      tell();
      shown += plain;
    } else {
      missing.push(segment);
      row += 1;
    }
  }
  tell();
  return { text: shown, missing };
}
