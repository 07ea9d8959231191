import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { holdersOf } from '../../people/index.ts';
import { subjectTables, type PieceRow, type RequestRow } from './tables.ts';

/**
 * Who signs a copy. The headteacher does, as they see it; one about the headteacher is signed by the chair of governors, and where the chair is the headteacher too by the
 * vice-chair (docs/reference/permissions.md). What they may not see is apart: those who answer for it decide on it, sign it and take it out themselves. Nothing that
 * others see of a request may move by it: a count, or who signs, would tell the accused that there is an allegation.
 */

export const signerWords = {
  head: 'The headteacher',
  chair: 'The chair of governors',
  'vice-chair': 'The vice-chair of governors',
} as const;
export type Signer = keyof typeof signerWords;

type Access = Pick<PieceRow, 'readers' | 'not_for'>;

/** What follows for a request from whom it is about and what is in it. */
export interface Signing {
  readonly signer: Signer;
  /** True when the person holds the headteacher's post: then who signs reads what otherwise the headteacher reads. */
  readonly aboutHead: boolean;
  /** Who holds the signer's post today. */
  readonly signers: ReadonlySet<string>;
  /** Pieces are gathered, and each that is not apart is decided. */
  readonly ready: boolean;
  /** What is not for who signs. */
  readonly apart: readonly (Access & Pick<PieceRow, 'decision'>)[];
}

/** Is a piece apart: not for who signs the copy? */
export function isApart(request: Pick<Signing, 'signer' | 'aboutHead' | 'signers'>, piece: Access): boolean {
  const readers = piece.readers.split(',');
  const theirs =
    piece.readers === 'preparers' ||
    readers.includes(request.signer) ||
    (request.aboutHead && readers.includes('head'));
  return !theirs || piece.not_for.split(',').some((one) => request.signers.has(one));
}

/** What everybody who prepares copies may know to be there: their own records, and casework of the safeguarding leads. Not an allegation about an adult. */
export const isCommon = (piece: Access): boolean =>
  piece.readers === 'preparers' || piece.readers.split(',').includes('dsl');

/** These requests with who signs each, in six queries however many they are (at most some hundreds). */
export async function withSigners<Row extends Pick<RequestRow, 'id' | 'person_id'>>(
  db: ReadHandle,
  requests: readonly Row[],
  now: Temporal.Instant,
): Promise<readonly (Row & Signing)[]> {
  if (requests.length === 0) return [];
  const ids = async (role: Signer): Promise<ReadonlySet<string>> =>
    new Set((await holdersOf(db, role, now)).map((one) => one.id));
  const [heads, chairs, vices] = [await ids('head'), await ids('chair'), await ids('vice-chair')];
  const rows = await subjectTables
    .read(db)
    .select('subject_piece')
    .where(
      'request_id',
      'in',
      requests.map((one) => one.id),
    )
    .where('decision', '!=', 'gone')
    .select(['request_id', 'readers', 'not_for', 'decision'])
    .distinct()
    .execute();
  const pieces = Map.groupBy(rows, (row) => row.request_id);
  return requests.map((request) => {
    const aboutHead = heads.has(request.person_id);
    const signer: Signer = aboutHead ? (chairs.has(request.person_id) ? 'vice-chair' : 'chair') : 'head';
    const signers = signer === 'head' ? heads : signer === 'chair' ? chairs : vices;
    const signing = { signer, aboutHead, signers };
    const its = Map.groupBy(pieces.get(request.id) ?? [], (piece) => isApart(signing, piece));
    const whole = its.get(false) ?? [];
    return {
      ...request,
      ...signing,
      ready: whole.length > 0 && whole.every((piece) => piece.decision !== 'undecided'),
      apart: its.get(true) ?? [],
    };
  });
}
