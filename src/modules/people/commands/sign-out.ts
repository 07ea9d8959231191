import { z } from 'zod';

import { allowed, refused } from '../../../platform/access/access.ts';
import { command, done, nothing } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';

/** Notes in the trail that somebody signed out. The session itself is machinery: the web app ends it. */
export const noteSignOut = command({
  name: 'people.note-sign-out',
  input: z.strictObject({}),
  events: peopleEvents,
  load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
  policy: (actor) => (actor.kind === 'person' ? allowed : refused('Nobody is signed in.')),
  prepare: nothing,
  effect: ({ subject }) => Promise.resolve(done(undefined, { name: 'signed-out', subject, data: {} })),
  changesFilter: false,
});
