import { escapeHtml } from '../../../platform/views/escape.ts';
import { formatDate } from '../../../platform/views/format.ts';
import type { PieceRow, RequestRow } from './tables.ts';
import { exemptionCodes, exemptions } from './words.ts';

/**
 * The copy as one page of HTML that stands alone: to be printed, or given on a stick. It has no script and fetches nothing. Besides the pieces
 * it says what UK GDPR Art 15(1) asks for, and how to complain.
 */
export function copyPage(given: {
  readonly request: RequestRow;
  readonly name: string;
  readonly pieces: readonly PieceRow[];
  readonly elsewhere: number;
}): string {
  const { request, pieces } = given;
  const shown = pieces.filter((piece) => piece.decision === 'give');
  const kept = pieces.filter((piece) => piece.decision === 'withhold');
  const reasons = exemptionCodes.filter((code) => kept.some((piece) => piece.exemption === code));
  const text = escapeHtml;
  return `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Copy of what is held, request ${String(request.number)}</title></head>
<body>
<h1>What the school holds about ${text(given.name)}</h1>
<p>Request ${String(request.number)}, received on ${text(formatDate(request.received_on))}. This copy has ${String(shown.length)} pieces.${
    given.elsewhere > 0 ? ` ${String(given.elsewhere)} more are given by those in the school who answer for them.` : ''
  }</p>
<p>Names and words of other people are left out and marked like this: [another pupil], [another adult], [left out].</p>
${kept.length === 0 ? '' : `<p>${String(kept.length)} pieces are kept back, because the law allows or demands it:</p><ul>${reasons.map((code) => `<li>${text(exemptions[code])}</li>`).join('')}</ul>`}
<h2>Why the school holds it, for how long, and your rights</h2>
<p>The school keeps these records to teach and to keep children safe. The school’s list of records says how long each kind is kept and who may read it.</p>
<p>You can ask for mistakes to be put right, for something to be deleted or used less, and you can object. You can complain to the Information Commissioner’s Office: ico.org.uk, 0303 123 1113.</p>
${shown
  .map(
    (piece) => `<h2>${text(piece.title)}</h2>
<p>${text(formatDate(piece.about_day))}</p>
<ul>${piece.given
      .split('\n')
      .map((line) => `<li>${text(line)}</li>`)
      .join('')}</ul>`,
  )
  .join('\n')}
<p>Fingerprint of the whole copy: ${text(request.copy_hash ?? '')}</p>
</body>
</html>
`;
}
