import { z } from 'zod';

import { command, done, failed } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { findPerson } from '../../lists.ts';
import { keyPosts } from '../../words.ts';
import { resetEvents } from '../events.ts';
import { mayConfirmReset } from '../policy.ts';
import { hashOfSecret, holdsKeyPost, LINK_LIFE, stateOf, type ResetRow } from '../reset.ts';
import { askerOf, changeReset, findReset } from '../store.ts';
import { peopleWith, tell } from '../telling.ts';

/** What the policy must know of a reset that waits. */
export async function waitingSubject(db: ReadHandle, row: ResetRow, now: Temporal.Instant) {
  const askedBy = askerOf(row);
  const asker = askedBy === undefined ? undefined : await findPerson(db, askedBy, now);
  return {
    row,
    person: asId<'person'>(row.person_id),
    askedBy,
    askerHoldsKey: asker !== undefined && holdsKeyPost(asker.roles),
  };
}

/** The second key holder says yes: a one-time link comes of it, for handing over in person. The owner and the other key holders are told. */
export const confirmReset = command({
  name: 'people.confirm-reset',
  input: z.object({ reset: recordId<'account-reset'>() }),
  events: resetEvents,
  load: async (db, { reset }, { now }) => {
    const row = await findReset(db, reset);
    return row === undefined ? undefined : waitingSubject(db, row, now);
  },
  policy: (actor, subject) => mayConfirmReset(actor, subject),
  prepare: (_input, _subject, ids) => Promise.resolve({ link: ids.secret(32) }),
  changesFilter: false,
  effect: async ({ db, actor, subject, prepared, now, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to do this.');
    const { row, person } = subject;
    const state = stateOf(row, now);
    if (state === 'expired') return failed('', 'A day is over since it was asked for, so it does not count any more.');
    if (state !== 'waiting') return failed('', 'It does not wait any more.');
    await changeReset(db, row, {
      state: 'link',
      confirmed_by: actor.person,
      confirmed_at: now.toString(),
      link_hash: hashOfSecret(prepared.link),
      link_until: now.add(LINK_LIFE).toString(),
    });
    const telling = { db, now, newId: () => newId<'mail'>() };
    const owner = await findPerson(db, person, now);
    if (owner !== undefined) await tell(telling, [owner], 'reset-asked', {});
    await tell(telling, await peopleWith(telling, keyPosts, [person, actor.person]), 'reset-confirmed', {});
    return done(
      { person, link: prepared.link },
      { name: 'reset-confirmed', subject: person, data: { reset: asId<'account-reset'>(row.id), what: row.what } },
    );
  },
});
