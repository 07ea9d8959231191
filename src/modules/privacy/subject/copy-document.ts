import { bullets, type Block, type WrittenDocument } from '../../../platform/documents/written.ts';
import { formatDate, formatPlural } from '../../../platform/views/format.ts';
import type { PieceRow, RequestRow } from './tables.ts';
import { exemptionCodes, exemptions } from './words.ts';

/** What goes into a copy. */
export interface CopyParts {
  readonly request: Pick<RequestRow, 'number' | 'received_on' | 'copy_hash'>;
  /** Whose records they are. */
  readonly name: string;
  readonly school: string;
  readonly demonstration: boolean;
  readonly pieces: readonly Pick<PieceRow, 'title' | 'about_day' | 'decision' | 'exemption' | 'given'>[];
}

/** A line as long as this may not fit on one page with others: then the lines of a piece are paragraphs. */
const LONG = 1_200;

/**
 * The copy as a document: the pieces word for word as they were signed, what UK GDPR Art 15(1) asks for besides, and how to complain. The page (copy-page.ts) and the
 * tagged PDF are made from it.
 */
export function copyDocument({ request, name, school, demonstration, pieces }: CopyParts): WrittenDocument {
  const shown = pieces.filter((piece) => piece.decision === 'give' || piece.decision === 'signed');
  const kept = pieces.filter((piece) => piece.decision === 'withhold');
  const plain = (text: string): Block => ({ kind: 'paragraph', text });
  const title = `What the school holds about ${name}`;
  const number = `Request ${String(request.number)}`;
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    { kind: 'paragraph', text: school, look: 'larger' },
  ];
  if (demonstration) {
    blocks.push({ kind: 'paragraph', text: 'DEMONSTRATION: a made-up school and made-up words.', look: 'bold' });
  }
  blocks.push(
    // Always in the same words, whether or not there is more: a number would tell of what is kept back.
    plain(
      `${number}, received on ${formatDate(request.received_on)}. This copy has ${formatPlural(shown.length, 'piece')}. Those in the school who answer for a record give it themselves, in a copy of its own.`,
    ),
    plain(
      'Names and words of other people are left out and marked like this: [another pupil], [another adult], [left out].',
    ),
  );
  if (kept.length > 0) {
    const reasons = exemptionCodes.filter((code) => kept.some((piece) => piece.exemption === code));
    blocks.push(
      plain(`${formatPlural(kept.length, 'piece is', 'pieces are')} kept back, because the law allows or demands it:`),
      { kind: 'list', items: bullets(reasons.map((code) => exemptions[code])) },
    );
  }
  blocks.push(
    { kind: 'heading', level: 2, text: 'Why the school holds it, for how long, and your rights' },
    plain(
      'The school keeps these records to teach and to keep children safe. The school’s list of records says how long each kind is kept and who may read it.',
    ),
    plain(
      'You can ask for mistakes to be put right, for something to be deleted or used less, and you can object. You can complain to the Information Commissioner’s Office: ico.org.uk, 0303 123 1113.',
    ),
  );
  for (const piece of shown) {
    const lines = piece.given.split('\n').filter((line) => line.trim() !== '');
    blocks.push(
      { kind: 'heading', level: 2, text: piece.title },
      { kind: 'paragraph', text: formatDate(piece.about_day), look: 'bold' },
      ...(lines.some((line) => line.length > LONG)
        ? lines.map(plain)
        : [{ kind: 'list', items: bullets(lines) } as const]),
    );
  }
  blocks.push(plain(`Fingerprint of the signed copy: ${request.copy_hash ?? ''}`));
  return {
    title,
    author: school,
    subject: number,
    foot: `${school} · ${number.toLowerCase()}${demonstration ? ' · DEMONSTRATION' : ''}`,
    blocks,
    wordForWord:
      'The copy has to be word for word: go back to the request, take the same as a web page, and print that or save it as a PDF from the browser.',
  };
}
