import { z } from 'zod';

import { onlyMachine } from '../../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { peopleEvents } from '../../events.ts';
import { linkSubject } from '../commands/use-reset.ts';
import { resetSubject } from '../commands/ask-reset.ts';
import { mayAskReset, mayCancelReset, mayConfirmReset, maySeeResets } from '../policy.ts';
import { endOf, holdsKeyPost } from '../reset.ts';
import { expiredResets, openResets } from '../store.ts';
import { withPeople } from '../whom-they-are-about.ts';

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

/** The resets that are open, what this person may do with each, and those of the last week that nobody used in time. */
export const listResets = query({
  name: 'people.list-resets',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => maySeeResets(actor),
  answer: async (db, { actor, now }) => {
    const rows = [...(await openResets(db, now)), ...(await expiredResets(db, now))];
    return (await withPeople(db, rows, now)).map(({ row, state, name, askedBy, about, waiting }) => ({
      id: row.id,
      person: about.person,
      name,
      state,
      what: row.what === 'both' ? ('both' as const) : ('password' as const),
      byOwner: row.asked_kind === 'owner',
      askedBy,
      askedAt: row.asked_at,
      until: endOf(row, state)?.toString(),
      mayConfirm: state === 'waiting' && mayConfirmReset(actor, waiting).allowed,
      mayTakeUp: state === 'wished' && mayAskReset(actor, about).allowed,
      mayCancel: state !== 'expired' && mayCancelReset(actor, waiting).allowed,
    }));
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
