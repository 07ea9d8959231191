import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, optionalText, recordId, text } from '../../../platform/forms/fields.ts';

import { namesOf, namesOfOthers } from '../../people/index.ts';
import { subjectEvents } from './events.ts';
import { wordsToHide } from './redaction.ts';
import {
  loadRequest,
  mayCount,
  mayDecidePiece,
  mayPrepareOne,
  maySign,
  piecesOf,
  wordsOf,
  type SubjectRequest,
} from './requests.ts';
import { demandSeen, pieceMark, seen } from './seen.ts';
import { isApart } from './signers.ts';
import { subjectTables, type PieceRow } from './tables.ts';
import { exemptionCodes, standsForCodes } from './words.ts';
import { requestInput, SIGN_IN, stepEvents } from './request-step.ts';

/** What is decided about each piece of a copy, and the words that are left out of it. */

/** Loads a piece with its request. */
export async function loadPiece(
  db: ReadHandle,
  { id, piece: pieceId }: { readonly id: string; readonly piece: string },
  asking: { readonly now: Temporal.Instant },
) {
  const request = await loadRequest(db, id, asking);
  const piece = await subjectTables
    .read(db)
    .select('subject_piece')
    .where('id', '=', pieceId)
    .where('request_id', '=', id)
    .where('decision', '!=', 'gone')
    .selectAll()
    .executeTakeFirst();
  return request === undefined || piece === undefined ? undefined : { request, piece };
}

/**
 * Decides whether a piece is given, with the words of others left out, or kept back under an exemption, with the reason. It is decided as it stood on the page:
 * throws `Refused` SG-CHANGED when it would be given otherwise by now.
 */
export const decidePiece = command({
  name: 'privacy.decide-piece',
  input: z.object({
    ...requestInput,
    piece: recordId<'subject-piece'>(),
    decision: choice(['give', 'withhold'], 'Choose whether it is given'),
    exemption: z
      .union([z.enum(exemptionCodes), z.literal('').transform(() => undefined)], {
        error: 'Choose the reason in law',
      })
      .optional(),
    reason: optionalText('the reason', 2000),
    seen,
  }),
  events: { 'subject-piece-decided': subjectEvents['subject-piece-decided'] },
  load: loadPiece,
  policy: (actor, { request, piece }) => mayDecidePiece(actor, request, piece),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: { request, piece } }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (!mayChange(request, piece)) return failed('', 'This copy is signed or closed: nothing in it changes any more.');
    if (input.decision === 'withhold' && input.exemption === undefined) {
      return failed('exemption', 'Choose the reason in law for keeping it back');
    }
    if (input.decision === 'withhold' && input.reason === '') {
      return failed(
        'reason',
        'Enter why this applies here: the person may ask the Information Commissioner to look at it',
      );
    }
    demandSeen(input.seen, pieceMark(piece, await hiddenIn(db, request)));
    const exemption = input.decision === 'withhold' ? (input.exemption ?? null) : null;
    await changeOne(
      subjectTables
        .write(db)
        .update('subject_piece')
        .set({
          decision: input.decision,
          exemption,
          reason: input.reason,
          decided_by: actor.person,
          decided_at: now.toString(),
          version: piece.version + 1,
          ...(request.state === 'given' && exemption !== null ? { original: '' } : {}),
        })
        .where('id', '=', piece.id)
        .where('version', '=', piece.version),
    );
    return done(request.id, {
      name: 'subject-piece-decided' as const,
      subject: request.person_id,
      data: { request: request.id, piece: piece.id, decision: input.decision, exemption },
    });
  },
});

/** Can a piece still be decided? Until the copy is signed; one that is apart until that part is, also after the rest was given out. */
export function mayChange(request: SubjectRequest, piece: PieceRow): boolean {
  if (request.state === 'preparing') return piece.decision !== 'signed';
  const open = request.state === 'signed' || request.state === 'given';
  return open && isApart(request, piece) && piece.decision !== 'signed' && piece.original !== '';
}

/** What was to be given is decided anew when more would be left in: whoever said yes saw less. Says how many pieces that were, of those that they may count. */
async function decideAgain(db: WriteHandle, actor: Actor, request: SubjectRequest): Promise<number> {
  const given = (await piecesOf(db, request.id)).filter((piece) => piece.decision === 'give');
  await subjectTables
    .write(db)
    .update('subject_piece')
    .set({ decision: 'undecided', decided_by: null, decided_at: null })
    .where('request_id', '=', request.id)
    .where('decision', '=', 'give')
    .execute();
  return given.filter((piece) => mayCount(actor, request, piece)).length;
}

/** Marks words that the copy leaves out, or that it keeps although they were proposed. */
export const markWords = command({
  name: 'privacy.mark-words',
  input: z.object({
    ...requestInput,
    words: text('the words', 200),
    stands: choice(standsForCodes, 'Choose what stands in their place'),
  }),
  events: stepEvents,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (request.state !== 'preparing') return failed('', 'Gather the records first; a signed copy changes no more.');
    await subjectTables.write(db).insert('subject_word', {
      id: newId<'subject-word'>(),
      request_id: request.id,
      words: input.words,
      stands_for: input.stands,
      added_by: actor.person,
      added_at: now.toString(),
      ended_at: null,
    });
    const pieces = input.stands === 'leave' ? await decideAgain(db, actor, request) : 0;
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'words-marked', pieces },
    });
  },
});

/** Takes back what was marked. */
export const unmarkWords = command({
  name: 'privacy.unmark-words',
  input: z.object({ ...requestInput, word: recordId<'subject-word'>() }),
  events: stepEvents,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request }) => {
    if (request.state !== 'preparing') return failed('', 'A signed copy changes no more.');
    await changeOne(
      subjectTables
        .write(db)
        .update('subject_word')
        .set({ ended_at: now.toString() })
        .where('id', '=', input.word)
        .where('request_id', '=', request.id)
        .where('ended_at', 'is', null),
    );
    const pieces = await decideAgain(db, actor, request);
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'words-unmarked', pieces },
    });
  },
});

/** What is hidden in a request's pieces. */
export async function hiddenIn(db: ReadHandle, request: { id: string; person_id: string }) {
  const names = await namesOf(db, [request.person_id]);
  const [person] = names.keys();
  return wordsToHide({
    others: person === undefined ? [] : await namesOfOthers(db, person),
    subject: [...names.values()].join(' '),
    words: await wordsOf(db, request.id),
  });
}

/** What somebody signs of a request: the copy where they sign it, and what is apart and theirs; without what is signed already. */
export async function toSign(db: ReadHandle, actor: Actor, request: SubjectRequest): Promise<readonly PieceRow[]> {
  const whole = request.state === 'preparing' && maySign(actor, request).allowed;
  return (await piecesOf(db, request.id)).filter((piece) =>
    isApart(request, piece) ? mayChange(request, piece) && mayDecidePiece(actor, request, piece).allowed : whole,
  );
}
