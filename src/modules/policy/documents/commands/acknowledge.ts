import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { enqueueMail } from '../../../../platform/mail/outbox.ts';
import { whoDid } from '../../commands/load-pack.ts';
import { packInForce } from '../../store.ts';
import { acknowledgedBy, saveAcknowledgement, saveReminder, staffAnd } from '../acknowledgements.ts';
import { documentEvents } from '../events.ts';
import { mayAcknowledge, mayChase } from '../policy.ts';

/** Somebody who works here says that they have read the edition in force and will keep to it. */
export const acknowledge = command({
  name: 'policy.acknowledge',
  input: z.object({ pack: recordId<'policy-pack'>('Open the page again') }),
  events: documentEvents,
  load: async (db) => ({ pack: await packInForce(db) }),
  policy: mayAcknowledge,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { pack }, newId }) => {
    if (pack === undefined || actor.kind !== 'person') return failed('', 'No policy is in force yet');
    if (pack.id !== input.pack) {
      return failed('', 'A newer version came into force while you were reading. Read what changed, then press again');
    }
    if ((await acknowledgedBy(db, pack.id, actor.person)) !== undefined) {
      return failed('', 'You have acknowledged this version already');
    }
    const id = newId<'acknowledgement'>();
    await saveAcknowledgement(db, { id, pack: pack.id, person: actor.person, at: now });
    return done({ id }, { name: 'policy-acknowledged', subject: pack.id, data: { acknowledgement: id } });
  },
  changesFilter: false,
});

/** How many hours lie between two reminders to one person. */
export const REMINDED_EVERY = Temporal.Duration.from({ hours: 24 });

/** Reminds everybody who has not acknowledged the edition in force, but for those who were reminded since yesterday and those without an address. */
export const remindStaff = command({
  name: 'policy.remind-staff',
  input: z.object({}),
  events: documentEvents,
  load: async (db) => ({ pack: await packInForce(db) }),
  policy: mayChase,
  prepare: nothing,
  effect: async ({ db, actor, now, subject: { pack }, newId }) => {
    if (pack === undefined) return failed('', 'No policy is in force yet');
    const since = now.subtract(REMINDED_EVERY);
    const waiting = (await staffAnd(db, pack, now)).filter(
      ({ acknowledgedAt, remindedAt, email }) =>
        acknowledgedAt === undefined &&
        email !== null &&
        (remindedAt === undefined || Temporal.Instant.compare(remindedAt, since) < 0),
    );
    if (waiting.length === 0) return failed('', 'Nobody is left to remind today');
    for (const { id: person, email } of waiting) {
      if (email === null) continue;
      await enqueueMail(
        db,
        { to: email, person, kind: 'policy-to-acknowledge', fields: {} },
        { id: newId<'mail'>(), now },
      );
      await saveReminder(db, { id: newId<'policy-reminder'>(), pack: pack.id, person, at: now, by: whoDid(actor) });
    }
    return done(
      { people: waiting.length },
      { name: 'policy-staff-reminded', subject: pack.id, data: { people: waiting.length } },
    );
  },
  changesFilter: false,
});
