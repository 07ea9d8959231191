import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { askServerAgain } from '../../../platform/mail/server-state.ts';
import { findPerson } from '../../people/index.ts';
import { messageEvents } from '../events.ts';
import { mayRunMail } from '../policy.ts';

/** Sends a mail to oneself, so that one sees whether mail arrives. The server is asked at once, whatever it answered before. */
export const sendTestMail = command({
  name: 'messages.send-test-mail',
  input: z.object({}),
  events: messageEvents,
  load: async (db, _input, { actor, now }) =>
    actor.kind === 'person' ? await findPerson(db, actor.person, now) : undefined,
  policy: mayRunMail,
  prepare: nothing,
  effect: async ({ db, subject, now, newId }) => {
    if (subject.email === null) return failed('', 'There is no e-mail address in your record. The office can add it');
    await askServerAgain(db);
    await enqueueMail(
      db,
      { to: subject.email, person: subject.id, kind: 'test-mail', fields: {} },
      { id: newId(), now },
    );
    return done(undefined, { name: 'test-mail-asked', subject: subject.id, data: {} });
  },
  changesFilter: false,
});
