import { z } from 'zod';

import { allowed, refused } from '../access/access.ts';
import { auditEvents } from '../audit/audit-events.ts';
import { command, done, nothing, wholeSchool } from '../commands/command.ts';
import { choice } from '../forms/fields.ts';

/** Writes down that a file of somebody was refused for what was found in it: who, when and why. Nothing of the file, nor its name. */
export const noteRefusedFile = command({
  name: 'files.note-refused-file',
  input: z.object({ why: choice(['virus'], 'Say why it was refused') }),
  events: auditEvents,
  load: wholeSchool,
  policy: (actor) => (actor.kind === 'person' ? allowed : refused('Only somebody who is signed in gives files.')),
  prepare: nothing,
  effect: ({ input }) =>
    Promise.resolve(done(undefined, { name: 'file-refused', subject: 'upload', data: { why: input.why } } as const)),
  changesFilter: false,
});
