import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { sendUnsureAgain } from '../../../platform/mail/outbox.ts';
import { askServerAgain } from '../../../platform/mail/server-state.ts';
import { messageEvents } from '../events.ts';
import { mayRunMail } from '../policy.ts';

/** Asks the mail server now, instead of after the wait. */
export const askMailServer = command({
  name: 'messages.ask-server',
  input: z.object({}),
  events: messageEvents,
  load: wholeSchool,
  policy: mayRunMail,
  prepare: nothing,
  effect: async ({ db }) => {
    await askServerAgain(db);
    return done(undefined, { name: 'mail-server-asked-again', subject: db.school, data: {} });
  },
  changesFilter: false,
});

/** Sends what may or may not have arrived once more. */
export const sendDoubtfulMail = command({
  name: 'messages.send-doubtful',
  input: z.object({}),
  events: messageEvents,
  load: wholeSchool,
  policy: mayRunMail,
  prepare: nothing,
  effect: async ({ db, now }) => {
    const messages = await sendUnsureAgain(db, now);
    if (messages === 0) return failed('', 'There is no doubtful mail any more');
    return done(messages, { name: 'unsure-mail-sent-again', subject: db.school, data: { messages } });
  },
  changesFilter: false,
});
