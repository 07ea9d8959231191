import { createHash } from 'node:crypto';

import { z } from 'zod';

import { both, confirmedLately } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { changeOne, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, day, optionalText, recordId, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { namesOf, namesOfOthers, peopleDirectory } from '../../people/index.ts';
import { subjectEvents } from './events.ts';
import { redact, wordsToHide } from './redaction.ts';
import {
  changeRequest,
  dueDay,
  extendedDay,
  isOpen,
  loadRequest,
  mayPrepare,
  mayPrepareOne,
  mayReadPiece,
  maySign,
  piecesOf,
  wordsOf,
} from './requests.ts';
import { subjectTables, type PieceRow } from './tables.ts';
import { askedAsCodes, exemptionCodes, standsForCodes } from './words.ts';

const requestInput = { id: recordId<'subject-request'>() };
const stepEvents = { 'subject-request-step': subjectEvents['subject-request-step'] };
const NOT_OPEN = 'This request is closed.';
const SIGN_IN = 'Sign in to work on a request.';

/** Records that somebody asked: from now on the clock runs. */
export const recordRequest = command({
  name: 'privacy.record-request',
  input: z.object({
    name: text('the name of the person it is about', 200),
    as: choice(askedAsCodes, 'Choose who asks'),
    asker: text('the name of whoever asks', 200),
    identity: text('how you know that it is they', 1000),
    received: day('the day on which the school received it'),
    wants: optionalText('what they ask for', 2000),
  }),
  events: { 'subject-request-recorded': subjectEvents['subject-request-recorded'] },
  load: wholeSchool,
  policy: mayPrepare,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    const today = schoolDay(now);
    if (Temporal.PlainDate.compare(input.received, today) > 0)
      return failed('received', 'The day cannot be in the future');
    const wanted = input.name.toLowerCase().replaceAll(/\s+/g, ' ');
    const [person, other] = (await peopleDirectory(db, now)).filter((one) => one.name.toLowerCase() === wanted);
    if (person === undefined) {
      return failed('name', 'Nobody is called that here. Enter the name as it stands in the list of people');
    }
    if (other !== undefined) {
      return failed(
        'name',
        'More than one person is called that: their names in the list of people have to differ first',
      );
    }
    if (person.id === actor.person)
      return failed('name', 'This request is about you, so others record and prepare it.');
    const t = subjectTables.write(db);
    const newest = await t
      .select('subject_request')
      .select('number')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const id = newId<'subject-request'>();
    const due = dueDay(input.received).toString();
    await t.insert('subject_request', {
      id,
      number: (newest?.number ?? 0) + 1,
      version: 1,
      state: 'received',
      person_id: person.id,
      asked_as: input.as,
      asker: input.asker,
      identity_check: input.identity,
      received_on: input.received.toString(),
      due_on: due,
      extended_on: null,
      wants: input.wants,
      made_by: actor.person,
      made_at: now.toString(),
      gathered_at: null,
      signed_by: null,
      signed_at: null,
      copy_hash: null,
      given_on: null,
      closed_at: null,
    });
    return done(id, {
      name: 'subject-request-recorded' as const,
      subject: person.id,
      data: { request: id, as: input.as, due },
    });
  },
});

/** Takes two further months, with the reason that the person is told. */
export const extendRequest = command({
  name: 'privacy.extend-request',
  input: z.object({ ...requestInput, reason: text('why more time is needed', 1000) }),
  events: stepEvents,
  load: (db, { id }) => loadRequest(db, id),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (!isOpen(request) || request.extended_on !== null) return failed('', 'It was extended already, or is closed.');
    const today = schoolDay(now);
    if (Temporal.PlainDate.compare(today, Temporal.PlainDate.from(request.due_on)) > 0) {
      return failed('', 'The first month is over: the person had to be told within it.');
    }
    const due = extendedDay(Temporal.PlainDate.from(request.received_on)).toString();
    await changeRequest(db, request, {
      id: newId<'subject-step'>(),
      kind: 'extended',
      words: input.reason,
      by: actor.person,
      at: now,
      changes: { due_on: due, extended_on: today.toString() },
    });
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'extended', pieces: 0 },
    });
  },
});

/** Ends a request without a copy: the head refuses it with the reason that the person is told, or notes that it was withdrawn. */
export const endRequest = command({
  name: 'privacy.end-request',
  input: z.object({
    ...requestInput,
    end: choice(['refused', 'withdrawn'], 'Choose how it ends'),
    reason: text('why', 2000),
  }),
  events: stepEvents,
  load: (db, { id }) => loadRequest(db, id),
  policy: maySign,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (!isOpen(request)) return failed('', NOT_OPEN);
    await changeRequest(db, request, {
      id: newId<'subject-step'>(),
      kind: input.end,
      words: input.reason,
      by: actor.person,
      at: now,
      changes: { state: input.end, closed_at: now.toString() },
    });
    await subjectTables
      .write(db)
      .update('subject_piece')
      .set({ original: '' })
      .where('request_id', '=', request.id)
      .execute();
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: input.end, pieces: 0 },
    });
  },
});

/** Gathers what every module holds about the person. Pieces that are there already stay as they were decided; new ones come to them. */
export function makeGather(parts: Pick<ModuleParts, 'whole'>) {
  return command({
    name: 'privacy.gather-records',
    input: z.object(requestInput),
    events: stepEvents,
    load: (db, { id }) => loadRequest(db, id),
    policy: mayPrepareOne,
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now, subject: request, newId }) => {
      if (actor.kind !== 'person') return failed('', SIGN_IN);
      if (request.state !== 'received' && request.state !== 'preparing') return failed('', NOT_OPEN);
      const there = new Set((await piecesOf(db, request.id)).map((piece) => `${piece.module} ${piece.piece_key}`));
      const person = (await namesOf(db, [request.person_id])).keys().next().value;
      if (person === undefined) return failed('', 'The person’s record is not here any more.');
      const rows: Omit<PieceRow, 'school_id'>[] = [];
      for (const module of parts.whole()) {
        for (const piece of (await module.subjectRecords?.pieces(db, { person, now })) ?? []) {
          if (there.has(`${module.name} ${piece.key}`)) continue;
          rows.push({
            id: newId<'subject-piece'>(),
            request_id: request.id,
            module: module.name,
            piece_key: piece.key,
            about_day: piece.on.toString(),
            readers: piece.readers === 'preparers' ? 'preparers' : piece.readers.join(','),
            not_for: (piece.notFor ?? []).join(','),
            title: piece.title,
            original: piece.lines.join('\n'),
            decision: 'undecided',
            exemption: null,
            reason: '',
            given: '',
            decided_by: null,
            decided_at: null,
            version: 1,
          });
        }
      }
      for (let at = 0; at < rows.length; at += 40) {
        await subjectTables.write(db).insertAll('subject_piece', rows.slice(at, at + 40));
      }
      await changeRequest(db, request, {
        id: newId<'subject-step'>(),
        kind: 'gathered',
        words: '',
        by: actor.person,
        at: now,
        changes: { state: 'preparing', gathered_at: now.toString() },
      });
      return done(rows.length, {
        name: 'subject-request-step' as const,
        subject: request.person_id,
        data: { request: request.id, step: 'gathered', pieces: rows.length },
      });
    },
  });
}

/** Loads a piece with its request. */
export async function loadPiece(db: Parameters<typeof loadRequest>[0], id: string, pieceId: string) {
  const request = await loadRequest(db, id);
  const piece = await subjectTables
    .read(db)
    .select('subject_piece')
    .where('id', '=', pieceId)
    .where('request_id', '=', id)
    .selectAll()
    .executeTakeFirst();
  return request === undefined || piece === undefined ? undefined : { request, piece };
}

/** Decides whether a piece is given, with the words of others left out, or kept back under an exemption, with the reason. */
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
  }),
  events: { 'subject-piece-decided': subjectEvents['subject-piece-decided'] },
  load: (db, { id, piece }) => loadPiece(db, id, piece),
  policy: (actor, { request, piece }) => mayDecidePiece(actor, request, piece),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: { request, piece } }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (request.state !== 'preparing')
      return failed('', 'This copy is signed or closed: nothing in it changes any more.');
    if (input.decision === 'withhold' && input.exemption === undefined) {
      return failed('exemption', 'Choose the reason in law for keeping it back');
    }
    if (input.decision === 'withhold' && input.reason === '') {
      return failed(
        'reason',
        'Enter why this applies here: the person may ask the Information Commissioner to look at it',
      );
    }
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

/** May read and decide on a piece: who prepares the copy and may read that record. */
export function mayDecidePiece(
  actor: Parameters<typeof mayPrepareOne>[0],
  request: Parameters<typeof mayPrepareOne>[1],
  piece: Parameters<typeof mayReadPiece>[1],
) {
  // The chair reads what is about the head; for that alone nobody has to be a preparer.
  const own = actor.kind === 'person' && actor.person === request.person_id;
  if (!own && mayReadPiece(actor, piece) && (piece.readers !== 'preparers' || mayPrepare(actor).allowed)) {
    return { allowed: true } as const;
  }
  const prepare = mayPrepareOne(actor, request);
  return prepare.allowed
    ? ({ allowed: false, reason: 'This record is for those who answer for it: they decide on it.' } as const)
    : prepare;
}

/** What was to be given is decided anew when more would be left in: whoever said yes saw less. Says how many pieces that were. */
async function decideAgain(db: WriteHandle, request: string): Promise<number> {
  const changed = await subjectTables
    .write(db)
    .update('subject_piece')
    .set({ decision: 'undecided', decided_by: null, decided_at: null })
    .where('request_id', '=', request)
    .where('decision', '=', 'give')
    .executeTakeFirst();
  return Number(changed.numUpdatedRows);
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
  load: (db, { id }) => loadRequest(db, id),
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
    const pieces = input.stands === 'leave' ? await decideAgain(db, request.id) : 0;
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
  load: (db, { id }) => loadRequest(db, id),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, input, subject: request }) => {
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
    const pieces = await decideAgain(db, request.id);
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'words-unmarked', pieces },
    });
  },
});

/** What is hidden in a request's pieces. */
export async function hiddenIn(db: Parameters<typeof loadRequest>[0], request: { id: string; person_id: string }) {
  const names = await namesOf(db, [request.person_id]);
  const [person] = names.keys();
  return wordsToHide({
    others: person === undefined ? [] : await namesOfOthers(db, person),
    subject: [...names.values()].join(' '),
    words: await wordsOf(db, request.id),
  });
}

/** Signs the copy: what is given is fixed, word for word, and the trail has its fingerprint. */
export const signCopy = command({
  name: 'privacy.sign-copy',
  input: z.object(requestInput),
  events: stepEvents,
  load: (db, { id }) => loadRequest(db, id),
  policy: (actor, request) => both(maySign(actor, request), confirmedLately(actor)),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (request.state !== 'preparing') return failed('', 'This copy is not being prepared.');
    const pieces = await piecesOf(db, request.id);
    const left = pieces.filter((piece) => piece.decision === 'undecided').length;
    if (left > 0)
      return failed('', `${String(left)} pieces are not decided yet. Each is decided by those who may read it.`);
    const hidden = await hiddenIn(db, request);
    const hash = createHash('sha256');
    for (const piece of pieces) {
      const given = piece.decision === 'give' ? redact(piece.original.split('\n'), hidden).lines.join('\n') : '';
      hash.update(JSON.stringify([piece.title, piece.about_day, piece.decision, piece.exemption, given]));
      await subjectTables.write(db).update('subject_piece').set({ given }).where('id', '=', piece.id).execute();
    }
    await changeRequest(db, request, {
      id: newId<'subject-step'>(),
      kind: 'signed',
      words: '',
      by: actor.person,
      at: now,
      changes: {
        state: 'signed',
        signed_by: actor.person,
        signed_at: now.toString(),
        copy_hash: hash.digest('hex'),
      },
    });
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'signed', pieces: pieces.length },
    });
  },
});

/** Writes down that the copy was given out by hand. What it was made from is not kept a second time. */
export const giveOut = command({
  name: 'privacy.give-out-copy',
  input: z.object({ ...requestInput, on: day('the day'), how: text('to whom and how it was given', 500) }),
  events: stepEvents,
  load: (db, { id }) => loadRequest(db, id),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (request.state !== 'signed') return failed('', 'The headteacher has to sign the copy first.');
    if (Temporal.PlainDate.compare(input.on, schoolDay(now)) > 0)
      return failed('on', 'The day cannot be in the future');
    await subjectTables
      .write(db)
      .update('subject_piece')
      .set({ original: '' })
      .where('request_id', '=', request.id)
      .execute();
    await changeRequest(db, request, {
      id: newId<'subject-step'>(),
      kind: 'given',
      words: input.how,
      by: actor.person,
      at: now,
      changes: { state: 'given', given_on: input.on.toString(), closed_at: now.toString() },
    });
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: 'given', pieces: 0 },
    });
  },
});
