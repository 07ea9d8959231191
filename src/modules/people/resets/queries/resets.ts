import { z } from 'zod';

import { onlyMachine } from '../../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { namesOf } from '../../lists.ts';
import { linkSubject } from '../commands/use-reset.ts';
import { resetSubject } from '../commands/ask-reset.ts';
import { waitingSubject } from '../commands/confirm-reset.ts';
import { mayAskReset, mayCancelReset, mayConfirmReset, maySeeResets } from '../policy.ts';
import { endOf, holdsKeyPost, stateOf } from '../reset.ts';
import { openResets } from '../store.ts';

/** Before a reset is asked for: whom it is for, and whether a second key holder is needed. */
export const showReset = query({
  name: 'people.show-reset',
  input: z.object({ person: recordId<'person'>() }),
  events: peopleEvents,
  load: (db, { person }, { now }) => resetSubject(db, person, now),
  policy: (actor, subject) => mayAskReset(actor, subject),
  answer: (_db, { subject }) =>
    Promise.resolve({
      person: subject.person,
      name: subject.name,
      key: holdsKeyPost(subject.roles),
      mail: subject.email !== null,
      hasLogIn: subject.hasLogIn,
      open: subject.open.some((one) => one.state !== 'wished'),
    }),
  leaves: (_value, { subject }) => [{ name: 'person-viewed', subject: subject.person, data: { part: 'log-in' } }],
});

/** The resets that are open, and what this person may do with each. */
export const listResets = query({
  name: 'people.list-resets',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => maySeeResets(actor),
  answer: async (db, { actor, now }) => {
    const rows = await openResets(db, now);
    const names = new Map<string, string>(
      await namesOf(
        db,
        rows.flatMap((row) => [row.person_id, row.asked_by]),
      ),
    );
    const open = [];
    for (const row of rows) {
      const waiting = await waitingSubject(db, row, now);
      const target = await resetSubject(db, waiting.person, now);
      const state = stateOf(row, now);
      open.push({
        id: row.id,
        person: waiting.person,
        name: names.get(row.person_id) ?? '',
        state,
        what: row.what === 'both' ? ('both' as const) : ('password' as const),
        askedBy: row.asked_kind === 'command-line' ? undefined : (names.get(row.asked_by) ?? ''),
        askedAt: row.asked_at,
        until: endOf(row, state)?.toString(),
        mayConfirm: state === 'waiting' && mayConfirmReset(actor, waiting).allowed,
        mayTakeUp: state === 'wished' && target !== undefined && mayAskReset(actor, target).allowed,
        mayCancel: mayCancelReset(actor, waiting).allowed,
      });
    }
    return open;
  },
  leaves: 'It shows who is being helped to sign in: what those who help need to see.',
});

/** Whether a one-time link works, and whether it wants a code. The link itself is what is shown to be known. */
export const resetLink = query({
  name: 'people.reset-link',
  input: z.strictObject({ token: z.string().max(100) }),
  events: peopleEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'web'),
  answer: async (db, { input: { token }, now }) => {
    const found = await linkSubject(db, token, now);
    return found === undefined
      ? undefined
      : { reset: found.row.id, wantsCode: found.row.code_hash !== null, both: found.row.what === 'both' };
  },
  leaves: 'The web app finds out whether a link works; nobody is shown anything of a record.',
});
