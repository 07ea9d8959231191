import { z } from 'zod';

import { allowed, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import { command, done, nothing } from '../../../platform/commands/command.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { tellOwner } from '../second-factor/tell-owner.ts';
import { findPersonRow } from '../store.ts';

function onlyVisitors(actor: Actor): Verdict {
  return actor.kind === 'visitor' ? allowed : refused('You are signed in already.');
}

/** Notes in the trail that somebody showed who they are, by what means, and where. A browser that is new is told to its owner by mail. */
export const noteSignIn = command({
  name: 'people.note-sign-in',
  input: z.strictObject({
    person: recordId<'person'>(),
    at: choice(['web', 'gate'], 'Choose web or gate'),
    by: z.string().max(40),
    browser: choice(['new', 'known'], 'Choose new or known'),
  }),
  events: peopleEvents,
  load: (db, { person }) => findPersonRow(db, person),
  policy: onlyVisitors,
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    const { person, at, by, browser } = input;
    if (browser === 'new') await tellOwner({ db, now, newId }, { person, email: subject.email });
    return done(undefined, { name: 'signed-in', subject: person, data: { at, by, browser } });
  },
  changesFilter: false,
});
