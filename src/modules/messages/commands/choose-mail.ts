import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, choices } from '../../../platform/forms/fields.ts';
import { choiceOf, mailDays, mailTimes, optionalTopics } from '../choices.ts';
import { messageEvents } from '../events.ts';
import { mayChooseMail } from '../policy.ts';
import { owned } from '../rows.ts';

/** Chooses when one's own mail of the day comes, and what of it to do without. */
export const chooseMail = command({
  name: 'messages.choose-mail',
  input: z.object({
    at: choice(mailTimes, 'Choose a time from the list'),
    days: choice(mailDays, 'Choose on which days'),
    wanted: choices(optionalTopics, 'Choose from the list'),
  }),
  events: messageEvents,
  load: async (db, _input, { actor }) =>
    actor.kind === 'person' ? { person: actor.person, before: await choiceOf(db, actor.person) } : undefined,
  policy: mayChooseMail,
  prepare: nothing,
  effect: async ({ db, input, subject }) => {
    const off = optionalTopics.filter((topic) => !input.wanted.includes(topic));
    const chosen = { at_time: input.at, days: input.days, off_topics: off.join(',') };
    const { person, before } = subject;
    if (before.version === 0) {
      await owned.write(db).insert('mail_choice', { person_id: person, ...chosen, version: 1 });
    } else {
      const changed = await owned
        .write(db)
        .update('mail_choice')
        .set({ ...chosen, version: before.version + 1 })
        .where('person_id', '=', person)
        .where('version', '=', before.version)
        .executeTakeFirst();
      if (changed.numUpdatedRows !== 1n) return failed('', 'You chose this in another window meanwhile. Choose again');
    }
    return done(person, {
      name: 'mail-choice-made',
      subject: person,
      data: { at: input.at, days: input.days, off: off.length },
    });
  },
  changesFilter: false,
});
