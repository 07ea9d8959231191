import { allowed, holds, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { isCommon, signerWords, withSigners, type Signing } from './signers.ts';
import { subjectTables, type PieceRow, type RequestRow } from './tables.ts';
import { openStates, type RequestState } from './words.ts';

/** Requests for a copy of what is held about somebody (UK GDPR Art 15): the rules, and the loading and saving of one. */

export type SubjectRequestId = Id<'subject-request'>;

/** One month from the day of receipt; the same day of the next month, or its last where there is none (UK GDPR Art 12(3)). */
export function dueDay(received: Temporal.PlainDate): Temporal.PlainDate {
  return received.add({ months: 1 });
}

/** Two further months, where requests are complex or many. The person is told within the first month. */
export function extendedDay(received: Temporal.PlainDate): Temporal.PlainDate {
  return received.add({ months: 3 });
}

const notYours = refused(
  'Requests for a copy are prepared by the office, the online-safety lead and the safeguarding leads, and signed by the headteacher, or by the chair of governors in their place.',
);

/** A request as it is worked on: with who signs it. */
export type SubjectRequest = RequestRow & Signing;
/** As much of one as says who may what. */
export type Signed = Pick<RequestRow, 'person_id'> & Signing;

/** May record and prepare requests: office, lead, safeguarding leads and head. */
export function mayPrepare(actor: Actor): Verdict {
  return holds(actor, 'office', 'lead', 'dsl', 'deputy-dsl', 'head') ? allowed : notYours;
}

/** May see the list of requests: who prepares them; and the chairs of governors, who find in it those that they sign. */
export function mayList(actor: Actor): Verdict {
  return holds(actor, 'chair', 'vice-chair') ? allowed : mayPrepare(actor);
}

type Whose = Pick<SubjectRequest, 'person_id' | 'signer'>;

/** The same for one request, and whoever signs it; nobody prepares the copy of what is held about themselves. */
export function mayPrepareOne(actor: Actor, request: Whose): Verdict {
  if (actor.kind === 'person' && actor.person === request.person_id) {
    return refused('This request is about you, so others prepare it.');
  }
  return holds(actor, request.signer) ? allowed : mayPrepare(actor);
}

/** May sign that the copy goes out, or that the request is refused: the headteacher, or who stands in for them (signers.ts). */
export function maySign(actor: Actor, request: Whose): Verdict {
  const mine = mayPrepareOne(actor, request);
  if (!mine.allowed) return mine;
  return holds(actor, request.signer)
    ? allowed
    : refused(`${signerWords[request.signer]} signs this copy before it is given out.`);
}

/** May read a piece while the copy is prepared: by need to know, as the module that holds it says. What is the headteacher's to read is the signer's when it is about them. */
export function mayReadPiece(
  actor: Actor,
  request: Pick<SubjectRequest, 'signer' | 'aboutHead'>,
  piece: Pick<PieceRow, 'readers' | 'not_for'>,
): boolean {
  if (actor.kind !== 'person' || piece.not_for.split(',').includes(actor.person)) return false;
  if (piece.readers === 'preparers') return true;
  const readers = piece.readers.split(',');
  if (request.aboutHead && readers.includes('head') && holds(actor, request.signer)) return true;
  return [...actor.roles].some((role) => readers.includes(role));
}

/** May read and decide on a piece: who prepares the copy and may read that record. */
export function mayDecidePiece(actor: Actor, request: Signed, piece: Pick<PieceRow, 'readers' | 'not_for'>): Verdict {
  // Who answers for a record decides on it; for that alone nobody has to be a preparer.
  const own = actor.kind === 'person' && actor.person === request.person_id;
  const prepare = mayPrepareOne(actor, request);
  if (!own && mayReadPiece(actor, request, piece) && (piece.readers !== 'preparers' || prepare.allowed)) return allowed;
  return prepare.allowed ? refused('This record is for those who answer for it: they decide on it.') : prepare;
}

/** What of the pieces that are apart is theirs: they decide on it and sign it. */
export const apartFor = (actor: Actor, request: Signed): Signed['apart'] =>
  request.apart.filter((piece) => mayDecidePiece(actor, request, piece).allowed);

/** May open a request: who prepares it, and who answers for a part of it. */
export function maySee(actor: Actor, request: Signed): Verdict {
  return apartFor(actor, request).length > 0 ? allowed : mayPrepareOne(actor, request);
}

/** May sign the copy, or the part that is theirs. */
export function maySignPart(actor: Actor, request: Signed): Verdict {
  return apartFor(actor, request).length > 0 ? allowed : maySign(actor, request);
}

/** May know that a piece is there: who decides on it; and who prepares copies, where it is common. Only this is counted for them anywhere. */
export function mayCount(actor: Actor, request: Signed, piece: Pick<PieceRow, 'readers' | 'not_for'>): boolean {
  if (mayDecidePiece(actor, request, piece).allowed) return true;
  if (actor.kind !== 'person' || piece.not_for.split(',').includes(actor.person)) return false;
  return isCommon(piece) && mayPrepareOne(actor, request).allowed;
}

export const isOpen = (request: Pick<RequestRow, 'state'>): boolean =>
  openStates.some((state) => state === request.state);

/** One request, with who signs it. */
export async function loadRequest(
  db: ReadHandle,
  id: string,
  { now }: { readonly now: Temporal.Instant },
): Promise<SubjectRequest | undefined> {
  const row = await subjectTables
    .read(db)
    .select('subject_request')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  const [request] = row === undefined ? [] : await withSigners(db, [row], now);
  return request;
}

/** The pieces of a request, by kind and day; without those that are held no longer. */
export async function piecesOf(db: ReadHandle, request: string): Promise<readonly PieceRow[]> {
  return (await everyPieceOf(db, request)).filter((piece) => piece.decision !== 'gone');
}

/** The same with those that are gone: to gather again. */
export async function everyPieceOf(db: ReadHandle, request: string): Promise<readonly PieceRow[]> {
  return subjectTables
    .read(db)
    .select('subject_piece')
    .where('request_id', '=', request)
    .selectAll()
    .orderBy('module')
    .orderBy('about_day')
    .orderBy('id')
    .execute();
}

/** The preparer's words that stand. */
export async function wordsOf(db: ReadHandle, request: string) {
  return subjectTables
    .read(db)
    .select('subject_word')
    .where('request_id', '=', request)
    .where('ended_at', 'is', null)
    .selectAll()
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

/** Changes a request that is still as it was read, with the line of its history. Throws `Refused` SG-CHANGED when somebody else was faster. */
export async function changeRequest(
  db: WriteHandle,
  request: RequestRow,
  step: {
    readonly id: string;
    readonly kind: string;
    readonly words: string;
    readonly by: string;
    readonly at: Temporal.Instant;
    readonly changes: Partial<
      Pick<
        RequestRow,
        'due_on' | 'extended_on' | 'gathered_at' | 'signed_by' | 'signed_at' | 'copy_hash' | 'given_on' | 'closed_at'
      >
    > & { readonly state?: RequestState };
  },
): Promise<void> {
  const version = request.version + 1;
  await changeOne(
    subjectTables
      .write(db)
      .update('subject_request')
      .set({ ...step.changes, version })
      .where('id', '=', request.id)
      .where('version', '=', request.version),
  );
  await subjectTables.write(db).insert('subject_step', {
    id: step.id,
    request_id: request.id,
    version,
    at: step.at.toString(),
    by_id: step.by,
    kind: step.kind,
    words: step.words,
  });
}
