import { z } from 'zod';

import { allowed, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import { command, done, nothing } from '../../../platform/commands/command.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { findPersonRow } from '../store.ts';

function onlyVisitors(actor: Actor): Verdict {
  return actor.kind === 'visitor' ? allowed : refused('You are signed in already.');
}

/** Notes in the trail that somebody gave the right password, and where. */
export const noteSignIn = command({
  name: 'people.note-sign-in',
  input: z.strictObject({ person: recordId<'person'>(), at: choice(['web', 'gate'], 'Choose web or gate') }),
  events: peopleEvents,
  load: (db, { person }) => findPersonRow(db, person),
  policy: onlyVisitors,
  prepare: nothing,
  effect: ({ input }) =>
    Promise.resolve(done(undefined, { name: 'signed-in', subject: input.person, data: { at: input.at } })),
  changesFilter: false,
});
