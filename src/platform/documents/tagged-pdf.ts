import PDFDocument from 'pdfkit';

import { makeTypesetter, type Face } from './typesetting.ts';
import { textsOf, type Block, type ListItem, type TableBlock, type WrittenDocument } from './written.ts';

/**
 * A document as a tagged PDF (PDF/UA-1): every word is in the structure tree in the order of reading, headings, lists and tables are what they look like, header
 * cells say what they head, and what only dresses the page (rules, page numbers) is an artifact. Nothing here decides what is said.
 */

type Pdf = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Pdf['struct']>;

/** A4 in points, and its margins. */
const WIDTH = 595.28;
const HEIGHT = 841.89;
const MARGIN = 56;
const BOTTOM = HEIGHT - 64;
const COLUMN = WIDTH - 2 * MARGIN;

const INK = '#0b0c0c';
const GREEN = '#0b4a34';
const LINE = '#8f9ba1';
const BODY = 11;
/** Room for the number before a clause. */
const NUMBER = 40;
/** Around the words of a cell. */
const PAD = 5;
const SIZES = { plain: BODY, bold: BODY, large: 12, larger: 15 } as const;
const HEADINGS = { 1: 26, 2: 16, 3: 13 } as const;
/** Above each. */
const SPACES = { 1: 0, 2: 18, 3: 8 } as const;

/** Why no PDF is made of a document that has to be word for word; undefined when it can be made. */
export function refusalOf(document: WrittenDocument): string | undefined {
  if (document.wordForWord === undefined) return undefined;
  const { missing } = makeTypesetter(new PDFDocument());
  const [first] = [...document.blocks.flatMap(textsOf), document.foot].flatMap(missing);
  return first === undefined ? undefined : `The PDF cannot show the character “${first}”. ${document.wordForWord}`;
}

/** Makes the PDF. `Uint8Array` of the whole file. */
export async function pdfOf(document: WrittenDocument): Promise<Uint8Array> {
  const options: PDFKit.PDFDocumentOptions = {
    size: 'A4',
    margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: `${document.title}: ${document.author}`,
      Author: document.author,
      Subject: document.subject,
      Creator: 'Schoolgate',
      Producer: 'Schoolgate',
    },
  };
  // The library knows it; its types do not yet.
  Object.assign(options, { subset: 'PDF/UA' });
  const pdf = new PDFDocument(options);
  const whole = collect(pdf);
  const page = layout(pdf, document.title);
  for (const [index, block] of document.blocks.entries()) {
    if (block.kind === 'heading') page.heading(block.level, block.text, document.blocks[index + 1]);
    else if (block.kind === 'list') page.list(block.items);
    else if (block.kind === 'table') page.table(block);
    else {
      for (const line of block.text.split(/\n+/)) {
        page.paragraph(line, SIZES[block.look ?? 'plain'], block.look === 'bold' ? 'bold' : 'regular');
      }
    }
  }
  page.end(document.foot);
  pdf.end();
  return whole;
}

function collect(pdf: Pdf): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  pdf.on('error', reject);
  pdf.on('end', () => {
    resolve(Buffer.concat(chunks));
  });
  return promise;
}

/** Puts words on pages from top to bottom, each into the structure tree as it is put down. Nothing is split over two pages but what is longer than one, and a list or a table between its rows. */
function layout(pdf: Pdf, title: string) {
  const root = pdf.struct('Document', { title, lang: 'en-GB' });
  pdf.addStructure(root);
  let y = MARGIN;

  const type = makeTypesetter(pdf);
  const heightOf = (text: string, width: number, size: number, face: Face = 'regular'): number =>
    type.height(text, width, size, face);
  /** Begins a new page where so much does not fit on this one; true when it did. */
  const room = (height: number): boolean => {
    if (y + height <= BOTTOM || y === MARGIN) return false;
    pdf.addPage();
    y = MARGIN;
    return true;
  };
  const put = (
    parent: Element,
    kind: string,
    draw: () => void,
    options: { readonly lang?: string; readonly scope?: 'Row' | 'Column' } = {},
  ): void => {
    parent.add(pdf.struct(kind, options, [draw]));
  };
  const write = (text: string, x: number, at: number, width: number, size: number, face: Face): void => {
    type.write(text, { x, y: at, width }, size, face);
  };
  const artifact = (draw: () => void, kind: 'Layout' | 'Pagination' = 'Layout'): void => {
    pdf.markContent('Artifact', { type: kind });
    draw();
    pdf.endMarkedContent();
  };

  /** Words as pieces that each fit on a page: nearly always one. */
  const pieces = (text: string, width: number, size: number, face: Face): readonly string[] => {
    if (heightOf(text, width, size, face) <= BOTTOM - MARGIN) return [text];
    const middle = Math.floor(text.length / 2);
    const space = text.indexOf(' ', middle);
    const cut = space === -1 ? middle : space;
    return [text.slice(0, cut), text.slice(cut).trimStart()].flatMap((half) => pieces(half, width, size, face));
  };

  const bold = ({ header }: TableBlock, kind: 'header' | 'row', column: number): boolean =>
    kind === 'header' || (header.length === 0 && column === 0);
  const wide = ({ widths }: TableBlock, column: number): number => (widths[column] ?? 0) * COLUMN - 2 * PAD;
  const rowHeight = (table: TableBlock, cells: readonly string[], kind: 'header' | 'row'): number =>
    2 * PAD +
    Math.max(
      0,
      ...cells.map((cell, column) =>
        heightOf(cell, wide(table, column), BODY - 1, bold(table, kind, column) ? 'bold' : 'regular'),
      ),
    );
  /** What of a block has to stand on the page where its heading stands. */
  const beginning = (block: Block | undefined): number => {
    if (block?.kind !== 'table') return 60;
    return (
      rowHeight(block, block.rows[0] ?? [], 'row') +
      (block.header.length === 0 ? 0 : rowHeight(block, block.header, 'header'))
    );
  };

  return {
    heading(level: 1 | 2 | 3, text: string, next: Block | undefined): void {
      const size = HEADINGS[level];
      const height = heightOf(text, COLUMN, size, 'bold');
      y += SPACES[level];
      // Never alone at the foot of a page.
      room(height + Math.max(60, beginning(next)));
      if (level === 2) pdf.outline.addItem(text);
      put(root, `H${String(level)}`, () => {
        pdf.fillColor(GREEN);
        write(text, MARGIN, y, COLUMN, size, 'bold');
        pdf.fillColor(INK);
      });
      y += height + 6;
    },
    paragraph(words: string, size: number, face: Face = 'regular'): void {
      for (const text of pieces(words, COLUMN, size, face)) {
        const height = heightOf(text, COLUMN, size, face);
        room(height);
        put(root, 'P', () => {
          write(text, MARGIN, y, COLUMN, size, face);
        });
        y += height + 6;
      }
    },
    list(items: readonly ListItem[]): void {
      if (items.length === 0) return;
      const list = pdf.struct('L');
      root.add(list);
      for (const { label, lines } of items) {
        const width = COLUMN - NUMBER;
        const heights = lines.map((line) => heightOf(line, width, BODY));
        room(heights.reduce((sum, height) => sum + height + 2, 0));
        const item = pdf.struct('LI');
        list.add(item);
        put(item, 'Lbl', () => {
          write(label, MARGIN, y, NUMBER - 6, BODY, 'bold');
        });
        const body = pdf.struct('LBody');
        item.add(body);
        lines.forEach((line, index) => {
          put(body, 'P', () => {
            write(line, MARGIN + NUMBER, y, width, BODY, 'regular');
          });
          y += (heights[index] ?? 0) + 2;
        });
        y += 4;
        item.end();
      }
      list.end();
    },
    /** A table; without a header row the first cell of each row heads it. */
    table(block: TableBlock): void {
      const { header, rows, widths } = block;
      const table = pdf.struct('Table');
      root.add(table);
      const row = (parent: Element, cells: readonly string[], kind: 'header' | 'row'): void => {
        const height = rowHeight(block, cells, kind);
        // The header never stands alone at the foot of a page.
        if (room(kind === 'header' ? beginning(block) : height) && kind === 'row' && header.length > 0) {
          // The header again for the eye; the structure has it once, where the table begins.
          artifact(() => {
            let column = MARGIN;
            header.forEach((cell, index) => {
              write(cell, column + PAD, y + PAD, wide(block, index), BODY - 1, 'bold');
              column += (widths[index] ?? 0) * COLUMN;
            });
          });
          y += rowHeight(block, header, 'header');
        }
        const tr = pdf.struct('TR');
        parent.add(tr);
        let x = MARGIN;
        cells.forEach((cell, column) => {
          const at = x;
          const face = bold(block, kind, column) ? 'bold' : 'regular';
          const options = { lang: 'en-GB', scope: kind === 'header' ? ('Column' as const) : ('Row' as const) };
          const draw = (): void => {
            write(cell, at + PAD, y + PAD, wide(block, column), BODY - 1, face);
          };
          if (face === 'bold') put(tr, 'TH', draw, options);
          else put(tr, 'TD', draw);
          x += (widths[column] ?? 0) * COLUMN;
        });
        tr.end();
        y += height;
        artifact(() => {
          pdf
            .moveTo(MARGIN, y)
            .lineTo(MARGIN + COLUMN, y)
            .lineWidth(kind === 'header' ? 1.2 : 0.5)
            .strokeColor(kind === 'header' ? GREEN : LINE)
            .stroke();
        });
      };
      if (header.length > 0) {
        const head = pdf.struct('THead');
        table.add(head);
        row(head, header, 'header');
        head.end();
      }
      const body = pdf.struct('TBody');
      table.add(body);
      for (const cells of rows) row(body, cells, 'row');
      body.end();
      table.end();
      y += 8;
    },
    /** Numbers the pages and closes the structure. */
    end(foot: string): void {
      root.end();
      const { count } = pdf.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        pdf.switchToPage(index);
        artifact(() => {
          pdf.fillColor(INK);
          const number = `Page ${String(index + 1)} of ${String(count)}`;
          write(foot, MARGIN, HEIGHT - 44, COLUMN - 90, 9, 'regular');
          write(number, MARGIN + COLUMN - type.width(number, 9, 'regular'), HEIGHT - 44, COLUMN, 9, 'regular');
        }, 'Pagination');
      }
    },
  };
}
