import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { choiceOf } from '../choices.ts';
import { messageEvents } from '../events.ts';
import { mayChooseMail } from '../policy.ts';

/** What the person who asks chose. */
export const ownMailChoice = query({
  name: 'messages.own-choice',
  input: z.object({}),
  events: messageEvents,
  load: wholeSchool,
  policy: mayChooseMail,
  answer: async (db, { actor }) => choiceOf(db, actor.kind === 'person' ? actor.person : ''),
  leaves: 'It shows a person their own choice.',
});

/** What somebody chose, for the job that makes the mail of the day. */
export const mailChoiceOf = query({
  name: 'messages.choice-of',
  input: z.object({ person: z.string().max(64) }),
  events: messageEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'mail'),
  answer: async (db, { input }) => choiceOf(db, input.person),
  leaves: 'Only the job that sends mail asks, and nobody sees it.',
});
