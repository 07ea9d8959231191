import { z } from 'zod';

import { both, confirmedLately } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';

import { choice, day, optionalText, text } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import type { ModuleParts } from '../../module.ts';
import { namesOf, peopleDirectory } from '../../people/index.ts';
import { subjectEvents } from './events.ts';
import { copyMark, demandSeen, seen } from './seen.ts';
import {
  changeRequest,
  dueDay,
  everyPieceOf,
  extendedDay,
  isOpen,
  loadRequest,
  mayCount,
  mayPrepare,
  mayPrepareOne,
  maySign,
  maySignPart,
  piecesOf,
} from './requests.ts';
import { isApart, signerWords } from './signers.ts';
import { subjectTables, type PieceRow } from './tables.ts';
import { askedAsCodes } from './words.ts';
import { NOT_OPEN, requestInput, SIGN_IN, stepEvents } from './request-step.ts';
import { hiddenIn, toSign } from './piece-commands.ts';

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
  load: (db, { id }, asking) => loadRequest(db, id, asking),
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

/** Ends a request without a copy: who signs refuses it with the reason that the person is told, or notes that it was withdrawn. */
export const endRequest = command({
  name: 'privacy.end-request',
  input: z.object({
    ...requestInput,
    end: choice(['refused', 'withdrawn'], 'Choose how it ends'),
    reason: text('why', 2000),
  }),
  events: stepEvents,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
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
      changes: { state: input.end, copy_hash: null, closed_at: now.toString() },
    });
    await subjectTables
      .write(db)
      .update('subject_piece')
      .set({ original: '', given: '' })
      .where('request_id', '=', request.id)
      .execute();
    return done(request.id, {
      name: 'subject-request-step' as const,
      subject: request.person_id,
      data: { request: request.id, step: input.end, pieces: 0 },
    });
  },
});

/** A piece of which nothing is decided yet. */
const undecided = { decision: 'undecided', exemption: null, reason: '', given: '', decided_by: null, decided_at: null };

/** Gathers what every module holds about the person. A piece that is held in the same words stays as it was decided; one that changed since is decided anew, new ones come to them, and one that is held no longer goes. */
export function makeGather(parts: Pick<ModuleParts, 'whole'>) {
  return command({
    name: 'privacy.gather-records',
    input: z.object(requestInput),
    events: stepEvents,
    load: (db, { id }, asking) => loadRequest(db, id, asking),
    policy: mayPrepareOne,
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now, subject: request, newId }) => {
      if (actor.kind !== 'person') return failed('', SIGN_IN);
      if (request.state !== 'received' && request.state !== 'preparing') return failed('', NOT_OPEN);
      const there = new Map(
        (await everyPieceOf(db, request.id)).map((piece) => [`${piece.module} ${piece.piece_key}`, piece]),
      );
      const person = (await namesOf(db, [request.person_id])).keys().next().value;
      if (person === undefined) return failed('', 'The person’s record is not here any more.');
      const rows: Omit<PieceRow, 'school_id'>[] = [];
      let changed = 0;
      const count = (piece: Pick<PieceRow, 'readers' | 'not_for'>): void => {
        if (mayCount(actor, request, piece)) changed += 1;
      };
      for (const module of parts.whole()) {
        for (const piece of (await module.subjectRecords?.pieces(db, { person, now })) ?? []) {
          const was = there.get(`${module.name} ${piece.key}`);
          there.delete(`${module.name} ${piece.key}`);
          const held = {
            readers: piece.readers === 'preparers' ? 'preparers' : piece.readers.join(','),
            not_for: (piece.notFor ?? []).join(','),
            title: piece.title,
            original: piece.lines.join('\n'),
          };
          if (was === undefined) {
            count(held);
            rows.push({
              id: newId<'subject-piece'>(),
              request_id: request.id,
              module: module.name,
              piece_key: piece.key,
              about_day: piece.on.toString(),
              ...held,
              ...undecided,
              version: 1,
            });
          } else if (
            was.decision === 'gone' ||
            was.original !== held.original ||
            was.readers !== held.readers ||
            was.not_for !== held.not_for
          ) {
            // Where it is no longer theirs to count, it is gone for them: that much they saw before.
            count(mayCount(actor, request, held) ? held : was);
            const again = { ...held, ...undecided, version: was.version + 1 };
            await subjectTables.write(db).update('subject_piece').set(again).where('id', '=', was.id).execute();
          }
        }
      }
      // What is left is held about them no longer: somebody was named in it by mistake, or it was deleted. It must not be given out.
      for (const was of there.values()) {
        if (was.decision === 'gone') continue;
        count(was);
        const gone = { ...undecided, original: '', decision: 'gone', version: was.version + 1 };
        await subjectTables.write(db).update('subject_piece').set(gone).where('id', '=', was.id).execute();
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
      return done(changed, {
        name: 'subject-request-step' as const,
        subject: request.person_id,
        data: { request: request.id, step: 'gathered', pieces: changed },
      });
    },
  });
}

/** Signs the copy that stood on the page: what is given is fixed, word for word, and the trail has its fingerprint. Throws `Refused` SG-CHANGED when it is another by now. */
export const signCopy = command({
  name: 'privacy.sign-copy',
  input: z.object({ ...requestInput, seen }),
  events: stepEvents,
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: (actor, request) => both(maySignPart(actor, request), confirmedLately(actor)),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    const pieces = await toSign(db, actor, request);
    if (pieces.length === 0) return failed('', 'This copy is not being prepared.');
    const left = pieces.filter((piece) => piece.decision === 'undecided').length;
    if (left > 0)
      return failed('', `${String(left)} pieces are not decided yet. Each is decided by those who may read it.`);
    const { mark, given } = copyMark(pieces, await hiddenIn(db, request));
    demandSeen(input.seen, mark);
    for (const piece of pieces) {
      const words = given.get(piece.id) ?? '';
      const part = { decision: piece.decision === 'give' ? 'signed' : piece.decision, version: piece.version + 1 };
      const by = { decided_by: actor.person, decided_at: now.toString() };
      const changes = {
        given: words,
        ...(isApart(request, piece) ? { ...part, ...by } : {}),
        ...(request.state === 'given' ? { original: '' } : {}),
      };
      await subjectTables.write(db).update('subject_piece').set(changes).where('id', '=', piece.id).execute();
    }
    // A part has no line in the history, which others read too: the trail has it, and the piece says who signed.
    if (request.state !== 'preparing' || !maySign(actor, request).allowed) {
      return done(request.id, {
        name: 'subject-request-step' as const,
        subject: request.person_id,
        data: { request: request.id, step: 'part-signed', pieces: pieces.length },
      });
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
        copy_hash: mark,
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
  load: (db, { id }, asking) => loadRequest(db, id, asking),
  policy: mayPrepareOne,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject: request, newId }) => {
    if (actor.kind !== 'person') return failed('', SIGN_IN);
    if (request.state !== 'signed') return failed('', `${signerWords[request.signer]} has to sign the copy first.`);
    if (Temporal.PlainDate.compare(input.on, schoolDay(now)) > 0)
      return failed('on', 'The day cannot be in the future');
    // What is apart is signed and taken out by others, perhaps later.
    const later = (await piecesOf(db, request.id)).filter(
      (piece) => isApart(request, piece) && (piece.decision === 'undecided' || piece.decision === 'give'),
    );
    await subjectTables
      .write(db)
      .update('subject_piece')
      .set({ original: '' })
      .where('request_id', '=', request.id)
      .where('id', 'not in', ['', ...later.map((piece) => piece.id)])
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
