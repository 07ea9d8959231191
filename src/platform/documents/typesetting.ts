import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type PDFDocument from 'pdfkit';

import { glyphsOf, shownOf } from './unshown.ts';

/**
 * Words on the pages of a PDF. Each face is two files, the letters of English and those of other Latin alphabets (Polish, Czech, Welsh, Romanian …), so a word may be
 * drawn with both: lines are broken here, over whole words, and drawn run by run.
 */

type Pdf = InstanceType<typeof PDFDocument>;
export type Face = 'regular' | 'bold';

const FONTS = '@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next';
const fileOf = (letters: 'latin' | 'latin-ext', weight: string): Buffer =>
  readFileSync(fileURLToPath(import.meta.resolve(`${FONTS}-${letters}-${weight}-normal.woff`)));

/** The characters of the first file, as the package's unicode.json has them, for a regular expression. */
const ENGLISH =
  ' -\u00ff\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u0304\u0308\u0329\u2000-\u206f\u20ac\u2122\u2191\u2193\u2212\u2215\ufffd';
const RUNS = new RegExp(`[${ENGLISH}]+|[^${ENGLISH}]+`, 'gu');
const IS_ENGLISH = new RegExp(`^[${ENGLISH}]`, 'u');
/** Where a line may end: after spaces, and after a hyphen or a dash between letters. */
const BREAKS = /(?<= )(?=[^ ])|(?<=\p{L}[-–—])(?=\p{L})/u;
/** Between lines, in points. */
const LEADING = 1;

export interface Typesetter {
  /** How high words are in a column, in points. */
  height(text: string, width: number, size: number, face: Face): number;
  /** Puts words into a column, from its upper left corner. */
  write(
    text: string,
    at: { readonly x: number; readonly y: number; readonly width: number },
    size: number,
    face: Face,
  ): void;
  /** How wide words are on one line, in points. */
  width(text: string, size: number, face: Face): number;
  /** The characters of a text that no face of ours has: the words that are written say where they stood. */
  missing(text: string): readonly string[];
}

/** Sets words into a document with our own faces. A file whose letters no word needs is not embedded. */
export function makeTypesetter(pdf: Pdf): Typesetter {
  for (const [face, weight] of [
    ['regular', '400'],
    ['bold', '700'],
  ] as const) {
    pdf.registerFont(face, fileOf('latin', weight));
    pdf.registerFont(`${face}-other-letters`, fileOf('latin-ext', weight));
  }
  const has = glyphsOf(pdf);
  const fontOf = (run: string, face: Face): string => (IS_ENGLISH.test(run) ? face : `${face}-other-letters`);
  // Both faces have the same letters.
  const shown = (text: string) => shownOf(text, (letter) => has(letter, fontOf(letter, 'regular')));
  const runsOf = (text: string, face: Face): readonly { readonly text: string; readonly font: string }[] =>
    (text.match(RUNS) ?? []).map((run) => ({ text: run, font: fontOf(run, face) }));
  const widthOf = (text: string, size: number, face: Face): number =>
    runsOf(text, face).reduce((sum, run) => sum + pdf.font(run.font).fontSize(size).widthOfString(run.text), 0);

  /** A word that is wider than the column, cut wherever that is full. */
  const cut = (word: string, width: number, size: number, face: Face): readonly string[] => {
    const cuts: string[] = [];
    let begun = '';
    let wide = 0;
    for (const letter of word) {
      const more = widthOf(letter, size, face);
      if (begun !== '' && wide + more > width) {
        cuts.push(begun);
        [begun, wide] = ['', 0];
      }
      begun += letter;
      wide += more;
    }
    return [...cuts, begun];
  };
  const linesOf = (text: string, width: number, size: number, face: Face): readonly string[] =>
    shown(text)
      .text.split(/\r?\n/)
      .flatMap((paragraph) => {
        const lines: string[] = [];
        let line = '';
        let wide = 0;
        for (const word of paragraph.replaceAll(/\p{Cc}+/gu, ' ').split(BREAKS)) {
          const bare = widthOf(word.trimEnd(), size, face);
          for (const piece of bare > width ? cut(word, width, size, face) : [word]) {
            const needs = widthOf(piece.trimEnd(), size, face);
            if (line !== '' && wide + needs > width) {
              lines.push(line);
              [line, wide] = ['', 0];
            }
            line += piece;
            wide += widthOf(piece, size, face);
          }
        }
        return [...lines, line];
      });
  const lineHeight = (size: number, face: Face): number =>
    pdf.font(face).fontSize(size).currentLineHeight(true) + LEADING;

  return {
    height: (text, width, size, face) => linesOf(text, width, size, face).length * lineHeight(size, face),
    write(text, { x, y, width }, size, face) {
      const high = lineHeight(size, face);
      for (const [index, line] of linesOf(text, width, size, face).entries()) {
        let at = x;
        for (const run of runsOf(line, face)) {
          pdf
            .font(run.font)
            .fontSize(size)
            .text(run.text, at, y + index * high, { lineBreak: false });
          at += pdf.widthOfString(run.text);
        }
      }
    },
    width: widthOf,
    missing: (text) => shown(text).missing,
  };
}
