import { allowed, holds, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import type { Id } from '../../../platform/ids/ids.ts';
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
  'Requests for a copy are prepared by the office, the online-safety lead and the safeguarding leads, and signed by the headteacher.',
);

/** May record and prepare requests: office, lead, safeguarding leads and head. */
export function mayPrepare(actor: Actor): Verdict {
  return holds(actor, 'office', 'lead', 'dsl', 'deputy-dsl', 'head') ? allowed : notYours;
}

/** The same for one request; nobody prepares the copy of what is held about themselves. One about the head is signed by somebody else who holds the post. */
export function mayPrepareOne(actor: Actor, request: Pick<RequestRow, 'person_id'>): Verdict {
  if (actor.kind === 'person' && actor.person === request.person_id) {
    return refused('This request is about you, so others prepare it.');
  }
  return mayPrepare(actor);
}

/** May sign that the copy goes out, or that the request is refused: the head. */
export function maySign(actor: Actor, request: Pick<RequestRow, 'person_id'>): Verdict {
  const mine = mayPrepareOne(actor, request);
  if (!mine.allowed) return mine;
  return holds(actor, 'head') ? allowed : refused('The headteacher signs a copy before it is given out.');
}

/** May read a piece while the copy is prepared: by need to know, as the module that holds it says. */
export function mayReadPiece(actor: Actor, piece: Pick<PieceRow, 'readers' | 'not_for'>): boolean {
  if (actor.kind !== 'person' || piece.not_for.split(',').includes(actor.person)) return false;
  if (piece.readers === 'preparers') return true;
  const readers = piece.readers.split(',');
  return [...actor.roles].some((role) => readers.includes(role));
}

export const isOpen = (request: Pick<RequestRow, 'state'>): boolean =>
  openStates.some((state) => state === request.state);

export async function loadRequest(db: ReadHandle, id: string): Promise<RequestRow | undefined> {
  return subjectTables.read(db).select('subject_request').where('id', '=', id).selectAll().executeTakeFirst();
}

/** The pieces of a request, by kind and day. */
export async function piecesOf(db: ReadHandle, request: string): Promise<readonly PieceRow[]> {
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
