import type { Block, WrittenDocument } from '../../../../platform/documents/written.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { statusTagOf } from '../../../../platform/views/status.ts';
import type { EvidenceLine } from '../../review/evidence-shape.ts';
import type { reviewModel } from '../review/model.ts';

/** A review as a document to keep: what was measured as it was then, what people found, decided and planned, and who signed it. */
export function writtenReview(
  review: ReturnType<typeof reviewModel>,
  school: string,
  demonstration: boolean,
): WrittenDocument {
  const finished = review.finished === null ? undefined : formatDate(review.finished);
  const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
  const plain = (text: string): Block => ({ kind: 'paragraph', text });
  const bold = (text: string): Block => ({ kind: 'paragraph', text, look: 'bold' });
  const table = (
    caption: string,
    header: readonly string[],
    rows: readonly (readonly string[])[],
    ...widths: number[]
  ): Block => ({ kind: 'table', caption, header, rows, widths });

  const blocks: Block[] = [heading(1, review.title), { kind: 'paragraph', text: school, look: 'larger' }];
  if (demonstration) blocks.push(bold('DEMONSTRATION: a made-up school and made-up words.'));
  if (!review.holds) {
    blocks.push(bold('What stands here is not what was signed. Ask IT support to check the records.'));
  }
  const fingerprint = review.sha256 === null ? [] : [['Fingerprint of what is signed (SHA-256)', review.sha256]];
  blocks.push(
    table(
      'About this review',
      [],
      [
        ['State', finished === undefined ? `${review.state.text}: not signed by all` : `Finished ${finished}`],
        ['Why', review.reason === '' ? review.cause : `${review.cause}: ${review.reason}`],
        ['Opened', `${formatDate(review.openedAt)}, by ${review.openedBy}`],
        ...(finished === undefined ? [['To be finished by', formatDate(review.due)]] : []),
        ['Figures as they were at', formatDateTime(review.measuredAt)],
        ...fingerprint,
      ],
      0.3,
      0.7,
    ),
  );
  if (review.causes.length > 0) {
    const rows = review.causes.map(({ what, at }) => [what, formatDate(at)]);
    blocks.push(heading(2, 'What called for it'), table('What called for it', ['What', 'When'], rows, 0.7, 0.3));
  }
  for (const section of review.sections) {
    blocks.push(heading(2, section.title));
    if (section.lines.length > 0) {
      const rows = section.lines.map((line) => [line.label, line.text, howSure(line)]);
      blocks.push(
        table(`Measured: ${section.title}`, ['About', 'What was seen', 'How it stood'], rows, 0.3, 0.48, 0.22),
      );
    }
    blocks.push(heading(3, 'What we found'));
    if (section.words === undefined) blocks.push(plain('Nothing was written.'));
    else {
      blocks.push(plain(section.words));
      if (section.by !== undefined && section.at !== undefined) {
        blocks.push(plain(`${section.by}, ${formatDateTime(section.at)}`));
      }
    }
  }
  const decided = review.decisions.map(({ what, verdict, forWhom, why }) => [what, verdict, forWhom, why]);
  const planned = review.tasks.map(({ what, owner, due, done, outcome }) => [
    what,
    owner,
    formatDate(due),
    done === null ? 'To do' : `Done ${formatDate(done)}: ${outcome ?? ''}`,
  ]);
  blocks.push(
    heading(2, 'Decisions on what is blocked, and why'),
    decided.length === 0
      ? plain('No decision is recorded.')
      : table('Decisions', ['What', 'Decision', 'For whom', 'Why'], decided, 0.22, 0.22, 0.16, 0.4),
    heading(2, 'Actions'),
    planned.length === 0
      ? plain('No action is planned.')
      : table('Actions', ['What', 'Who', 'By', 'What came of it'], planned, 0.34, 0.2, 0.18, 0.28),
    heading(2, 'Signatures'),
    table(
      'Signatures',
      ['In what capacity', 'Who', 'When'],
      review.signatures.map(({ capacity, by, at }) => [
        capacity,
        by ?? 'Not signed',
        at === undefined ? '' : formatDateTime(at),
      ]),
      0.35,
      0.3,
      0.35,
    ),
  );
  const state = finished === undefined ? 'not signed by all' : `finished ${finished}`;
  return {
    title: review.title,
    author: school,
    subject: review.state.text,
    foot: `${school} · ${state}${demonstration ? ' · DEMONSTRATION' : ''}`,
    blocks,
  };
}

/** "Kept (MEASURED)"; nothing for a plain list of facts. */
function howSure({ kind, met }: EvidenceLine): string {
  if (kind === null) return '';
  const word = statusTagOf(kind).word;
  return met === null ? word : `${met ? 'Kept' : 'Not kept'} (${word})`;
}
