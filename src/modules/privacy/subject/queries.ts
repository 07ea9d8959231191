import { z } from 'zod';

import { both, confirmedLately, type Actor } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { namesOf } from '../../people/index.ts';
import { schoolName } from '../../school/index.ts';
import { hiddenIn, loadPiece, mayChange, toSign } from './piece-commands.ts';
import { subjectEvents } from './events.ts';
import { redact } from './redaction.ts';
import {
  loadRequest,
  mayCount,
  mayDecidePiece,
  mayList,
  mayPrepare,
  mayPrepareOne,
  maySee,
  maySign,
  maySignPart,
  piecesOf,
  wordsOf,
  type SubjectRequest,
} from './requests.ts';
import { copyMark, pieceMark } from './seen.ts';
import { withSigners } from './signers.ts';
import { subjectTables, type PieceRow, type StepRow } from './tables.ts';

const MOST = 200;
const requestInput = z.object({ id: recordId<'subject-request'>() });

export const listRequests = query({
  name: 'privacy.list-requests',
  input: z.object({}),
  events: { 'subject-requests-viewed': subjectEvents['subject-requests-viewed'] },
  load: wholeSchool,
  policy: mayList,
  answer: async (db, { actor, now }) => {
    const rows = await subjectTables
      .read(db)
      .select('subject_request')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(MOST)
      .execute();
    const mine = (await withSigners(db, rows, now)).filter((row) => maySee(actor, row).allowed);
    return {
      rows: mine,
      mayRecord: mayPrepare(actor).allowed,
      names: await namesOf(
        db,
        mine.map((row) => row.person_id),
      ),
    };
  },
  leaves: ({ rows }) => [
    { name: 'subject-requests-viewed' as const, subject: 'subject-requests', data: { shown: rows.length } },
  ],
});

export const beforeRecording = query({
  name: 'privacy.before-recording-request',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: mayPrepare,
  leaves: 'It shows an empty form.',
  answer: () => Promise.resolve({}),
});

/** A request as its pages show it. */
interface Looked {
  readonly request: SubjectRequest;
  readonly pieces: readonly { readonly piece: PieceRow; readonly mine: boolean }[];
  readonly words: Awaited<ReturnType<typeof wordsOf>>;
  readonly steps: readonly StepRow[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayPrepare: boolean;
  readonly maySign: boolean;
  /** What is theirs to sign now: the copy, or a part of it. */
  readonly toSign: readonly PieceRow[];
  /** What a signature stands under: on the page on which it is given. */
  readonly seen: string | undefined;
}

async function look(db: ReadHandle, request: SubjectRequest, actor: Actor): Promise<Looked> {
  const pieces = await piecesOf(db, request.id);
  const steps = await subjectTables
    .read(db)
    .select('subject_step')
    .where('request_id', '=', request.id)
    .selectAll()
    .orderBy('version')
    .execute();
  const ids = [request.person_id, request.made_by, ...steps.map((step) => step.by_id)];
  return {
    request,
    pieces: pieces
      .filter((piece) => mayCount(actor, request, piece))
      .map((piece) => ({ piece, mine: mayDecidePiece(actor, request, piece).allowed })),
    words: await wordsOf(db, request.id),
    steps,
    names: new Map<string, string>(await namesOf(db, ids)),
    mayPrepare: mayPrepareOne(actor, request).allowed,
    maySign: maySign(actor, request).allowed,
    toSign: await toSign(db, actor, request),
    seen: undefined,
  };
}

const viewed = {
  events: { 'subject-request-viewed': subjectEvents['subject-request-viewed'] },
  leaves: (value: Looked) => [
    {
      name: 'subject-request-viewed' as const,
      subject: value.request.person_id,
      data: { request: value.request.id, shown: value.pieces.length },
    },
  ],
};

export const seeRequest = query({
  name: 'privacy.see-request',
  input: requestInput,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: maySee,
  answer: (db, { actor, subject }) => look(db, subject, actor),
  ...viewed,
});

/** The pages of steps for which one has to be a preparer. */
export const beforeStep = query({
  name: 'privacy.before-request-step',
  input: requestInput,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: mayPrepareOne,
  answer: (db, { actor, subject }) => look(db, subject, actor),
  ...viewed,
});

/** The pages of steps that are signed. */
export const beforeEnding = query({
  name: 'privacy.before-ending-request',
  input: requestInput,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: maySign,
  answer: (db, { actor, subject }) => look(db, subject, actor),
  ...viewed,
});

export const beforeSigningCopy = query({
  name: 'privacy.before-signing-copy',
  input: requestInput,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: (actor, request) => both(maySignPart(actor, request), confirmedLately(actor)),
  answer: async (db, { actor, subject }): Promise<Looked> => {
    const looked = await look(db, subject, actor);
    const pieces = looked.toSign.map((piece) => ({ piece, mine: true }));
    return { ...looked, pieces, seen: copyMark(looked.toSign, await hiddenIn(db, subject)).mark };
  },
  ...viewed,
});

export const seePiece = query({
  name: 'privacy.see-piece',
  input: z.object({ id: recordId<'subject-request'>(), piece: recordId<'subject-piece'>() }),
  events: { 'subject-piece-viewed': subjectEvents['subject-piece-viewed'] },
  load: loadPiece,
  policy: (actor, { request, piece }) => mayDecidePiece(actor, request, piece),
  answer: async (db, { subject: { request, piece } }) => {
    const lines = piece.original.split('\n');
    const hidden = await hiddenIn(db, request);
    return {
      request,
      piece,
      open: mayChange(request, piece),
      lines,
      redacted: redact(lines, hidden),
      seen: pieceMark(piece, hidden),
    };
  },
  leaves: ({ request, piece }) => [
    {
      name: 'subject-piece-viewed' as const,
      subject: request.person_id,
      data: { request: request.id, piece: piece.id },
    },
  ],
});

/** The signed copy, to print: for those who prepared it and who signed, of each what they may read. */
export const takeCopy = query({
  name: 'privacy.take-copy',
  input: requestInput,
  events: { 'subject-copy-exported': subjectEvents['subject-copy-exported'] },
  load: async (db, { id }, asking) => {
    const request = await loadRequest(db, id, asking);
    // One that was signed and then refused or withdrawn gives nothing.
    return request?.state === 'signed' || request?.state === 'given' ? request : undefined;
  },
  policy: maySee,
  answer: async (db, { actor, subject: request }) => {
    const all = await piecesOf(db, request.id);
    // Casework is handed over by those who may read it: a copy that the office prints holds the rest. Nobody is told how much that is.
    const pieces = all.filter(
      (piece) => mayDecidePiece(actor, request, piece).allowed && (piece.decision === 'withhold' || piece.given !== ''),
    );
    return {
      request,
      pieces,
      name: [...(await namesOf(db, [request.person_id])).values()].join(' '),
      school: await schoolName(db),
    };
  },
  leaves: ({ request }) => [
    {
      name: 'subject-copy-exported' as const,
      subject: request.person_id,
      data: { request: request.id, hash: request.copy_hash ?? 'none' },
    },
  ],
});
