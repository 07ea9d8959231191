import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
} from 'docx';

import type { PolicyDocument } from './model.ts';

/**
 * The policy for the school's word processor: real headings, lists and tables with header rows, the language said, the title in the file's properties. Clauses are
 * paragraphs with their number in words, so that "3.2" stays 3.2 when somebody copies it. Nothing here decides what is said: model.ts does.
 */

/** Every school's word processor has it. */
const FACE = 'Arial';
const GREEN = '0B4A34';
const LINE = '8F9BA1';
/** Twentieths of a point. */
const POINT = 20;
const WIDE = 9600;

/** Makes the DOCX. `Uint8Array` of the whole file. */
export async function docxOf(model: PolicyDocument): Promise<Uint8Array> {
  const body = [
    new Paragraph({ text: model.title, heading: HeadingLevel.TITLE }),
    new Paragraph({ children: [new TextRun({ text: model.school, size: 30 })] }),
    words(model.about),
    ...(model.demonstration ? [bold('DEMONSTRATION: a made-up school and made-up words.')] : []),
    table(
      [],
      model.facts.map(({ name, value }) => [name, value]),
      [0.4, 0.6],
    ),
    ...model.sections.flatMap(({ number, title, clauses }) => [
      heading(`${number}. ${title}`),
      ...clauses.flatMap(({ number: its, text, notes }) => [numberedLine(its, text), ...notes.map(note)]),
    ]),
    ...model.pieces.flatMap(({ title, blocks }, piece) => [
      heading(title),
      ...blocks.flatMap(({ heading: name, lines, steps }, block) => [
        ...(name === '' ? [] : [new Paragraph({ text: name, heading: HeadingLevel.HEADING_2 })]),
        ...lines.map((line) =>
          steps
            ? new Paragraph({
                text: line,
                numbering: { reference: 'steps', level: 0, instance: piece * 100 + block },
              })
            : bullet(line),
        ),
      ]),
    ]),
    ...(model.linked.length === 0
      ? []
      : [heading('Policies that belong together with this one'), ...model.linked.map(bullet)]),
    heading('What our school has chosen'),
    model.choices.length === 0
      ? words('Nothing is set by this policy.')
      : table(
          ['What', 'What we have chosen', 'Where it says so'],
          model.choices.map(({ setting, value, clause }) => [setting, value, clause]),
          [0.4, 0.4, 0.2],
        ),
    heading('Version history'),
    model.history.length === 0
      ? words('No version has been in force yet.')
      : table(
          ['Version', 'In force from', 'What changed'],
          model.history.map(({ version, date, what }) => [version, date, what]),
          [0.18, 0.25, 0.57],
        ),
  ];
  const file = new Document({
    title: `${model.title}: ${model.school}`,
    creator: model.school,
    lastModifiedBy: 'Schoolgate',
    subject: model.version,
    description: model.about,
    styles: {
      default: {
        document: {
          run: { font: FACE, size: 22, language: { value: 'en-GB' } },
          paragraph: { spacing: { after: 120 } },
        },
        title: { run: { font: FACE, size: 52, bold: true, color: GREEN }, paragraph: { spacing: { after: 120 } } },
        heading1: {
          run: { font: FACE, size: 32, bold: true, color: GREEN },
          paragraph: { spacing: { before: 360, after: 120 }, keepNext: true },
        },
        heading2: {
          run: { font: FACE, size: 26, bold: true, color: GREEN },
          paragraph: { spacing: { before: 240, after: 80 }, keepNext: true },
        },
      },
    },
    numbering: {
      config: [
        {
          reference: 'steps',
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: '%1.',
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: 40 * POINT, hanging: 24 * POINT } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 56 * POINT, bottom: 56 * POINT, left: 56 * POINT, right: 56 * POINT },
          },
        },
        footers: { default: new Footer({ children: [foot(model)] }) },
        children: body,
      },
    ],
  });
  return Packer.toBuffer(file);
}

/** Words with a look of their own. */
const run = (look: IRunOptions): TextRun => new TextRun(look);
const heading = (text: string): Paragraph => new Paragraph({ text, heading: HeadingLevel.HEADING_1 });
const words = (text: string): Paragraph => new Paragraph({ text });
const bold = (text: string): Paragraph => new Paragraph({ children: [run({ text, bold: true })] });
const bullet = (text: string): Paragraph => new Paragraph({ text, bullet: { level: 0 } });
const note = (text: string): Paragraph =>
  new Paragraph({ indent: { left: 40 * POINT }, children: [run({ text, italics: true })] });

const numberedLine = (number: string, text: string): Paragraph =>
  new Paragraph({
    indent: { left: 40 * POINT, hanging: 40 * POINT },
    tabStops: [{ type: 'left', position: 40 * POINT }],
    children: [run({ text: number, bold: true }), new TextRun({ text: `\t${text}` })],
  });

function foot(model: PolicyDocument): Paragraph {
  const said = [
    model.school,
    model.version,
    ...(model.draft ? ['not in force'] : []),
    ...(model.demonstration ? ['DEMONSTRATION'] : []),
  ].join(' · ');
  return new Paragraph({
    children: [
      new TextRun({
        size: 18,
        children: [`${said} · Page `, PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
      }),
    ],
  });
}

/** A table; without a header row the first cell of each row is in bold. */
function table(header: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[]): Table {
  const line = { style: BorderStyle.SINGLE, size: 4, color: LINE };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const row = (cells: readonly string[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map(
        (text, column) =>
          new TableCell({
            width: { size: Math.round((widths[column] ?? 0) * WIDE), type: WidthType.DXA },
            margins: { top: 60, bottom: 60, left: 80, right: 80 },
            children: [
              new Paragraph({
                spacing: { after: 0 },
                children: [run({ text, size: 20, bold: head || (header.length === 0 && column === 0) })],
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: WIDE, type: WidthType.DXA },
    columnWidths: widths.map((share) => Math.round(share * WIDE)),
    borders: { top: line, bottom: line, insideHorizontal: line, left: none, right: none, insideVertical: none },
    rows: [...(header.length === 0 ? [] : [row(header, true)]), ...rows.map((cells) => row(cells, false))],
  });
}
