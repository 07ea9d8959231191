import { createHash } from 'node:crypto';

import { z } from 'zod';

import { Refused } from '../../../platform/errors/errors.ts';
import { redact, type Hidden } from './redaction.ts';
import type { PieceRow } from './tables.ts';

/** What stood on the page when somebody decided or signed, as a fingerprint that the form carries: nobody says yes to words they have not seen. */

const CHANGED = 'This changed while you had it open. Look at it again before you decide.';

/** The field of a form that carries it. */
export const seen = z.string().max(64).default('');

/** Throws `Refused` SG-CHANGED when what is there now is not what was seen. */
export function demandSeen(was: string, is: string): void {
  if (was !== is) throw new Refused('SG-CHANGED', CHANGED);
}

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** A piece as its page shows it: as it is held, as it would be given, and what is decided. */
export function pieceMark(piece: PieceRow, hidden: readonly Hidden[]): string {
  return sha256([piece.version, piece.title, piece.original, givenOf(piece, hidden)]);
}

/** The whole copy as it would be signed now, and what would be given of each piece by its id. */
export function copyMark(
  pieces: readonly PieceRow[],
  hidden: readonly Hidden[],
): { readonly mark: string; readonly given: ReadonlyMap<string, string> } {
  const given = new Map(
    pieces.map((piece) => [piece.id, piece.decision === 'give' ? givenOf(piece, hidden) : ''] as const),
  );
  const mark = sha256(
    pieces.map((piece) => [piece.title, piece.about_day, piece.decision, piece.exemption, given.get(piece.id)]),
  );
  return { mark, given };
}

const givenOf = (piece: PieceRow, hidden: readonly Hidden[]): string =>
  redact(piece.original.split('\n'), hidden).lines.join('\n');
