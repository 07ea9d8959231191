import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { enqueueMail, markReturned, sentMessage } from '../../../platform/mail/outbox.ts';
import { noteStop, stopInCommand, stoppedAddresses } from '../../../platform/mail/stopped-addresses.ts';
import { holdersOf } from '../../people/index.ts';
import { messageEvents } from '../events.ts';

/** Tells the office and IT support, once, that an address was stopped because the mail server refused it. */
export const noteReturned = command({
  name: 'messages.note-returned',
  input: z.object({ id: recordId<'mail-stop'>() }),
  events: messageEvents,
  load: async (db, { id }) => (await stoppedAddresses(db)).find((stop) => stop.id === id),
  policy: onlyMachine('job', 'mail'),
  prepare: nothing,
  effect: async ({ db, subject, now, newId }) => {
    if (!(await noteStop(db, subject.id, now))) return failed('', 'It was noted already');
    await tellThoseWhoMend(db, { now, newId });
    return done(subject.id, {
      name: 'mail-came-back',
      subject: subject.id,
      data: { person: subject.person ?? null, why: coded(subject.why) },
    });
  },
  changesFilter: false,
});

/** Takes in a mail that came back by mail (RFC 3464): the address is stopped, and the office and IT support are told. */
export const takeReturned = command({
  name: 'messages.take-returned',
  input: z.object({ message: recordId<'mail'>(), status: z.string().regex(/^5\.\d{1,3}\.\d{1,3}$/) }),
  events: messageEvents,
  load: (db, { message }) => sentMessage(db, message),
  policy: onlyMachine('command-line'),
  prepare: nothing,
  effect: async ({ db, input, subject, now, newId }) => {
    await markReturned(db, subject.id, input.status, now);
    const stop = newId<'mail-stop'>();
    if (!(await stopInCommand(db, { ...subject, id: stop, why: input.status }, now))) {
      return failed('', 'That address is stopped already');
    }
    await noteStop(db, stop, now);
    await tellThoseWhoMend(db, { now, newId });
    return done(stop, {
      name: 'mail-came-back',
      subject: stop,
      data: { person: subject.person, why: input.status },
    });
  },
  changesFilter: false,
});

/** The office puts addresses right, and IT support the server. It is no hurry: it goes into their mail of the day. */
async function tellThoseWhoMend(
  db: WriteHandle,
  doing: { readonly now: Temporal.Instant; newId<Kind extends string>(): Id<Kind> },
): Promise<void> {
  const told = new Set<string>();
  for (const role of ['office', 'technician'] as const) {
    for (const holder of await holdersOf(db, role, doing.now)) {
      if (holder.email === null || told.has(holder.id)) continue;
      told.add(holder.id);
      await enqueueMail(
        db,
        { to: holder.email, person: holder.id, kind: 'mail-came-back', fields: {} },
        { id: doing.newId(), now: doing.now },
      );
    }
  }
}

/** `550 5.1.1` as a code of the trail: `550-5.1.1`. */
function coded(why: string): string {
  return why.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
}
