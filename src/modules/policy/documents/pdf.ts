import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

import type { PolicyDocument } from './model.ts';

/**
 * The policy as a tagged PDF (PDF/UA-1): every word is in the structure tree in the order of reading, headings, lists and tables are what they look like, header
 * cells say what they head, and what only dresses the page (rules, page numbers) is an artifact. Nothing here decides what is said: model.ts does.
 */

type Pdf = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Pdf['struct']>;

const FONTS = '@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin';
const font = (weight: string): Buffer =>
  readFileSync(fileURLToPath(import.meta.resolve(`${FONTS}-${weight}-normal.woff`)));

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
const LEADING = 1;

/** Makes the PDF. `Uint8Array` of the whole file. */
export async function pdfOf(model: PolicyDocument): Promise<Uint8Array> {
  const title = `${model.title}: ${model.school}`;
  const options: PDFKit.PDFDocumentOptions = {
    size: 'A4',
    margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, Author: model.school, Subject: model.version, Creator: 'Schoolgate', Producer: 'Schoolgate' },
  };
  // The library knows it; its types do not yet.
  Object.assign(options, { subset: 'PDF/UA' });
  const pdf = new PDFDocument(options);
  const whole = collect(pdf);
  pdf.registerFont('regular', font('400'));
  pdf.registerFont('bold', font('700'));
  const page = layout(pdf);

  page.heading('H1', model.title, 26, 'none');
  page.paragraph(model.school, 15);
  page.paragraph(model.about, 12);
  if (model.demonstration) page.paragraph('DEMONSTRATION: a made-up school and made-up words.', BODY, 'bold');
  page.space(8);
  page.table(
    [],
    model.facts.map(({ name, value }) => [name, value]),
    [0.4, 0.6],
  );
  for (const section of model.sections) {
    page.heading('H2', `${section.number}. ${section.title}`, 16, 'bookmark');
    page.list(section.clauses.map(({ number, text, notes }) => ({ label: number, lines: [text, ...notes] })));
  }
  for (const piece of model.pieces) {
    page.heading('H2', piece.title, 16, 'bookmark');
    for (const block of piece.blocks) {
      if (block.heading !== '') page.heading('H3', block.heading, 13, 'none');
      page.list(
        block.lines.map((line, index) => ({ label: block.steps ? `${String(index + 1)}.` : '•', lines: [line] })),
      );
    }
  }
  if (model.linked.length > 0) {
    page.heading('H2', 'Policies that belong together with this one', 16, 'bookmark');
    page.list(model.linked.map((line) => ({ label: '•', lines: [line] })));
  }
  page.heading('H2', 'What our school has chosen', 16, 'bookmark');
  if (model.choices.length === 0) page.paragraph('Nothing is set by this policy.', BODY);
  else {
    page.table(
      ['What', 'What we have chosen', 'Where it says so'],
      model.choices.map(({ setting, value, clause }) => [setting, value, clause]),
      [0.4, 0.4, 0.2],
    );
  }
  page.heading('H2', 'Version history', 16, 'bookmark');
  if (model.history.length === 0) page.paragraph('No version has been in force yet.', BODY);
  else {
    page.table(
      ['Version', 'In force from', 'What changed'],
      model.history.map(({ version, date, what }) => [version, date, what]),
      [0.18, 0.25, 0.57],
    );
  }
  page.end(
    `${model.school} · ${model.version}${model.draft ? ' · not in force' : ''}${model.demonstration ? ' · DEMONSTRATION' : ''}`,
  );
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

interface ListItem {
  readonly label: string;
  readonly lines: readonly string[];
}

/** Puts words on pages from top to bottom, each into the structure tree as it is put down. Nothing is split over two pages but a list or a table between its rows. */
function layout(pdf: Pdf) {
  const root = pdf.struct('Document', { title: 'Policy', lang: 'en-GB' });
  pdf.addStructure(root);
  let y = MARGIN;

  const heightOf = (text: string, width: number, size: number, face: 'regular' | 'bold' = 'regular'): number =>
    pdf.font(face).fontSize(size).heightOfString(text, { width, lineGap: LEADING });
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
  const write = (text: string, x: number, at: number, width: number, size: number, face: 'regular' | 'bold'): void => {
    pdf.font(face).fontSize(size).text(text, x, at, { width, lineGap: LEADING });
  };
  const artifact = (draw: () => void, kind: 'Layout' | 'Pagination' = 'Layout'): void => {
    pdf.markContent('Artifact', { type: kind });
    draw();
    pdf.endMarkedContent();
  };

  return {
    space(points: number): void {
      y += points;
    },
    heading(kind: 'H1' | 'H2' | 'H3', text: string, size: number, bookmark: 'bookmark' | 'none'): void {
      const height = heightOf(text, COLUMN, size, 'bold');
      if (kind !== 'H1') y += kind === 'H2' ? 18 : 8;
      // Never alone at the foot of a page.
      room(height + 60);
      if (bookmark === 'bookmark') pdf.outline.addItem(text);
      put(root, kind, () => {
        pdf.fillColor(GREEN);
        write(text, MARGIN, y, COLUMN, size, 'bold');
        pdf.fillColor(INK);
      });
      y += height + 6;
    },
    paragraph(text: string, size: number, face: 'regular' | 'bold' = 'regular'): void {
      const height = heightOf(text, COLUMN, size, face);
      room(height);
      put(root, 'P', () => {
        write(text, MARGIN, y, COLUMN, size, face);
      });
      y += height + 6;
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
    table(header: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[]): void {
      const pad = 5;
      const table = pdf.struct('Table');
      root.add(table);
      const row = (parent: Element, cells: readonly string[], kind: 'header' | 'row'): void => {
        const bold = (column: number): boolean => kind === 'header' || (header.length === 0 && column === 0);
        const wide = (column: number): number => (widths[column] ?? 0) * COLUMN - 2 * pad;
        const height = Math.max(
          ...cells.map((cell, column) => heightOf(cell, wide(column), BODY - 1, bold(column) ? 'bold' : 'regular')),
        );
        // The header never stands alone at the foot of a page.
        if (room(height + 2 * pad + (kind === 'header' ? 60 : 0)) && kind === 'row' && header.length > 0) {
          // The header again for the eye; the structure has it once, where the table begins.
          artifact(() => {
            let column = MARGIN;
            header.forEach((cell, index) => {
              write(cell, column + pad, y + pad, wide(index), BODY - 1, 'bold');
              column += (widths[index] ?? 0) * COLUMN;
            });
          });
          y += Math.max(...header.map((cell, index) => heightOf(cell, wide(index), BODY - 1, 'bold'))) + 2 * pad;
        }
        const tr = pdf.struct('TR');
        parent.add(tr);
        let x = MARGIN;
        cells.forEach((cell, column) => {
          const at = x;
          const face = bold(column) ? 'bold' : 'regular';
          const options = { lang: 'en-GB', scope: kind === 'header' ? ('Column' as const) : ('Row' as const) };
          const draw = (): void => {
            write(cell, at + pad, y + pad, wide(column), BODY - 1, face);
          };
          if (face === 'bold') put(tr, 'TH', draw, options);
          else put(tr, 'TD', draw);
          x += (widths[column] ?? 0) * COLUMN;
        });
        tr.end();
        y += height + 2 * pad;
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
          pdf.font('regular').fontSize(9).fillColor(INK);
          pdf.text(foot, MARGIN, HEIGHT - 44, { width: COLUMN - 90, lineBreak: false });
          pdf.text(`Page ${String(index + 1)} of ${String(count)}`, MARGIN, HEIGHT - 44, {
            width: COLUMN,
            align: 'right',
            lineBreak: false,
          });
        }, 'Pagination');
      }
    },
  };
}
