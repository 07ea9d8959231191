import { z } from 'zod';

import type { Actor } from '../../../../platform/access/access.ts';
import { command, done, failed } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { choice, recordId } from '../../../../platform/forms/fields.ts';
import type { PersonId } from '../../../../platform/ids/ids.ts';
import { findPerson } from '../../lists.ts';
import { findAccount, findPersonRow } from '../../store.ts';
import { keyPosts } from '../../words.ts';
import { resetEvents } from '../events.ts';
import { mayAskReset, mayConfirmReset } from '../policy.ts';
import { handOverCode, hashOfSecret, holdsKeyPost, LINK_LIFE, resetWhats, type ResetRow } from '../reset.ts';
import { addReset, changeReset, openResets } from '../store.ts';
import { peopleWith, tell } from '../telling.ts';

/** What the policy and the page must know before a reset is asked for. */
export async function resetSubject(db: ReadHandle, person: PersonId, now: Temporal.Instant) {
  const row = await findPersonRow(db, person);
  const summary = await findPerson(db, person, now);
  if (row === undefined || summary === undefined) return undefined;
  const account = await findAccount(db, person);
  return {
    person,
    kind: row.kind,
    roles: summary.roles,
    name: summary.name,
    email: row.email,
    hasLogIn: account?.closed_at === null,
    open: await openResets(db, now, person),
  };
}

/** What comes of asking: a code for who asked, a link, or a mail with the link. */
export type Asked =
  | { readonly kind: 'waiting'; readonly person: PersonId; readonly code: string }
  | { readonly kind: 'link'; readonly person: PersonId; readonly link: string }
  | { readonly kind: 'mailed'; readonly person: PersonId };

/**
 * Asks for a new way in for somebody. For most staff that makes a one-time link at once, and its owner is told. For key posts, and for what
 * the command line asks, it waits for a second key holder; whoever asked gets a code that the link will want, so that neither of the two
 * can use it alone.
 */
export const askReset = command({
  name: 'people.ask-reset',
  input: z.object({
    person: recordId<'person'>(),
    what: choice(resetWhats, 'Choose what they need'),
    way: choice(['person', 'mail'], 'Choose how they get it'),
  }),
  events: resetEvents,
  load: (db, { person }, { now }) => resetSubject(db, person, now),
  policy: (actor, subject) => mayAskReset(actor, subject),
  prepare: (_input, _subject, ids) => Promise.resolve({ link: ids.secret(32), code: handOverCode(ids) }),
  changesFilter: false,
  effect: async ({ db, actor, input, subject, prepared, now, newId }) => {
    if (!subject.hasLogIn) return failed('', 'They have no log-in yet. Set one up on their page.');
    if (subject.open.some((one) => one.state !== 'wished')) {
      return failed('', 'There is one already. Stop it first, or wait until it is over.');
    }
    const key = holdsKeyPost(subject.roles) || actor.kind === 'command-line';
    const { person } = input;
    const telling = { db, now, newId: () => newId<'mail'>() };
    const asker = actor.kind === 'person' ? actor.person : undefined;
    const second = await peopleWith(telling, [...keyPosts, 'technician'], [person, asker]);
    const confirmers = second.filter((one) => couldConfirm(one, person, actor));
    if (key && confirmers.length === 0) {
      return failed(
        '',
        'Nobody else here could confirm it: it takes another headteacher, safeguarding lead, deputy or chair.',
      );
    }
    if (!key && input.way === 'mail' && subject.email === null)
      return failed('way', 'They have no e-mail address here');

    const reset = newId<'account-reset'>();
    const row: Omit<ResetRow, 'school_id' | 'version'> = {
      id: reset,
      person_id: person,
      what: input.what,
      key_post: key ? 1 : 0,
      state: key ? 'waiting' : 'link',
      asked_kind: actor.kind === 'person' ? 'person' : 'command-line',
      asked_by: actor.kind === 'person' ? actor.person : 'command-line',
      asked_at: now.toString(),
      way: key ? 'person' : input.way,
      code_hash: key ? hashOfSecret(prepared.code) : null,
      confirmed_by: null,
      confirmed_at: null,
      link_hash: key ? null : hashOfSecret(prepared.link),
      link_until: key ? null : now.add(LINK_LIFE).toString(),
      ended_at: null,
      ended_by: null,
    };
    await addReset(db, row);
    for (const wish of subject.open) {
      await changeReset(db, wish, { state: 'taken-up', ended_at: now.toString(), ended_by: row.asked_by });
    }
    const owner = [{ id: person, email: subject.email }];
    if (key) {
      await tell(telling, owner, 'reset-asked', {});
      await tell(telling, confirmers, 'second-holder-wanted', {});
    } else if (input.way === 'mail') await tell(telling, owner, 'reset-link', { token: prepared.link });
    else await tell(telling, owner, 'reset-asked', {});
    const asked: Asked = key
      ? { kind: 'waiting', person, code: prepared.code }
      : input.way === 'mail'
        ? { kind: 'mailed', person }
        : { kind: 'link', person, link: prepared.link };
    return done(asked, {
      name: 'reset-asked',
      subject: person,
      data: { reset, what: input.what, key, way: row.way },
    });
  },
});

function couldConfirm(one: { id: PersonId; roles: readonly string[] }, person: PersonId, asker: Actor): boolean {
  if (holdsKeyPost(one.roles)) return true;
  const waiting = {
    person,
    askedBy: asker.kind === 'person' ? asker.person : undefined,
    askerHoldsKey: asker.kind === 'person' && holdsKeyPost(asker.roles),
  };
  return (
    asker.kind === 'person' &&
    mayConfirmReset({ ...asker, person: one.id, roles: new Set(['technician']) }, waiting).allowed
  );
}
