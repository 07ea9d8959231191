import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { holdersOf } from '../../people/index.ts';
import { subjectTables, type PieceRow, type RequestRow } from './tables.ts';

/**
 * Who signs a copy. The headteacher does; but nobody signs what is about themselves or what they may not see whole. A copy about the headteacher, or with a
 * piece in it that is not for them, is signed by the chair of governors, and where the chair is in the same case by the vice-chair (docs/reference/permissions.md).
 */

export const signerWords = {
  head: 'The headteacher',
  chair: 'The chair of governors',
  'vice-chair': 'The vice-chair of governors',
} as const;
export type Signer = keyof typeof signerWords;

/** What follows for a request from whom it is about and what is in it. */
export interface Signing {
  readonly signer: Signer;
  /** True when the person holds the headteacher's post: then who signs reads what otherwise the headteacher reads. */
  readonly aboutHead: boolean;
  /** Pieces are gathered, and each is decided. */
  readonly ready: boolean;
}

type Access = Pick<PieceRow, 'readers' | 'not_for'>;

/** Who signs a request about `person` with these pieces, where these people hold the posts today. */
export function signerOf(given: {
  readonly person: string;
  readonly pieces: readonly Access[];
  readonly heads: ReadonlySet<string>;
  readonly chairs: ReadonlySet<string>;
}): Signer {
  const isFor = (piece: Access, role: Signer, holders: ReadonlySet<string>): boolean =>
    (piece.readers === 'preparers' || piece.readers.split(',').includes(role)) &&
    !piece.not_for.split(',').some((one) => holders.has(one));
  const closed = given.pieces.filter((piece) => !isFor(piece, 'head', given.heads));
  if (!given.heads.has(given.person) && closed.length === 0) return 'head';
  const pastTheChair = closed.some(
    (piece) => isFor(piece, 'vice-chair', new Set()) && !isFor(piece, 'chair', given.chairs),
  );
  return given.chairs.has(given.person) || pastTheChair ? 'vice-chair' : 'chair';
}

/** These requests with who signs each, in four queries however many they are (at most some hundreds). */
export async function withSigners<Row extends Pick<RequestRow, 'id' | 'person_id'>>(
  db: ReadHandle,
  requests: readonly Row[],
  now: Temporal.Instant,
): Promise<readonly (Row & Signing)[]> {
  if (requests.length === 0) return [];
  const ids = async (role: Signer): Promise<ReadonlySet<string>> =>
    new Set((await holdersOf(db, role, now)).map((one) => one.id));
  const [heads, chairs] = [await ids('head'), await ids('chair')];
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
    const its = pieces.get(request.id) ?? [];
    return {
      ...request,
      signer: signerOf({ person: request.person_id, pieces: its, heads, chairs }),
      aboutHead: heads.has(request.person_id),
      ready: its.length > 0 && its.every((piece) => piece.decision !== 'undecided'),
    };
  });
}
