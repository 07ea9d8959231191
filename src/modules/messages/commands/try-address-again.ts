import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { liftStop, stoppedAddresses } from '../../../platform/mail/stopped-addresses.ts';
import { messageEvents } from '../events.ts';
import { maySeeReturned } from '../policy.ts';

/** Has mail tried again to an address from which it came back: what was held goes at once. */
export const tryAddressAgain = command({
  name: 'messages.try-address-again',
  input: z.object({ id: recordId<'mail-stop'>() }),
  events: messageEvents,
  load: async (db, { id }) => (await stoppedAddresses(db)).find((stop) => stop.id === id),
  policy: maySeeReturned,
  prepare: nothing,
  effect: async ({ db, subject, now }) => {
    if (!(await liftStop(db, subject.id, now))) return failed('', 'Somebody had it tried again already');
    return done(subject.id, {
      name: 'mail-tried-again',
      subject: subject.id,
      data: { person: subject.person ?? null },
    });
  },
  changesFilter: false,
});
