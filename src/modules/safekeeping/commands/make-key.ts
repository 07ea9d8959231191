import { z } from 'zod';

import { fingerprintOf, inGroups, makeBackupKey } from '../../../platform/backup/age-keys.ts';
import { command, done, failed, wholeSchool } from '../../../platform/commands/command.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { findPerson } from '../../people/index.ts';
import { safekeepingEvents } from '../events.ts';
import { keysInForce } from '../key-holders.ts';
import { mayHoldKey } from '../policy.ts';
import { safekeepingTables } from '../tables.ts';

/**
 * Makes the asker's own key to the backups. The secret half is given back once and kept nowhere; the public half is what backups are made for
 * from now on. A key they had before ends: older backups still open with it. The other holders are told by mail.
 */
export const makeOwnKey = command({
  name: 'safekeeping.make-own-key',
  input: z.object({}),
  events: {
    'backup-key-made': safekeepingEvents['backup-key-made'],
    'backup-key-ended': safekeepingEvents['backup-key-ended'],
  },
  load: wholeSchool,
  policy: mayHoldKey,
  prepare: () => makeBackupKey(),
  changesFilter: false,
  effect: async ({ db, actor, now, prepared, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to make your key.');
    const inForce = await keysInForce(db);
    const mine = inForce.filter((key) => key.person === actor.person);
    await safekeepingTables
      .write(db)
      .update('backup_key')
      .set({ ended_at: now.toString() })
      .where('person_id', '=', actor.person)
      .where('ended_at', 'is', null)
      .execute();
    const key = newId<'backup-key'>();
    const fingerprint = fingerprintOf(prepared.recipient);
    await safekeepingTables.write(db).insert('backup_key', {
      id: key,
      person_id: actor.person,
      recipient: prepared.recipient,
      fingerprint,
      made_at: now.toString(),
      ended_at: null,
    });
    for (const other of new Set(inForce.map((one) => one.person))) {
      if (other === actor.person) continue;
      const person = await findPerson(db, other, now);
      if (person?.email === undefined || person.email === null) continue;
      await enqueueMail(
        db,
        { to: person.email, person: other, kind: 'backup-key-made', fields: {} },
        { id: newId<'mail'>(), now },
      );
    }
    return done(
      { identity: prepared.identity, groups: inGroups(prepared.identity), fingerprint, madeAt: now },
      { name: 'backup-key-made', subject: actor.person, data: { key, fingerprint } },
      ...mine.map((old) => ({
        name: 'backup-key-ended' as const,
        subject: actor.person,
        data: { key: old.id, fingerprint: old.fingerprint },
      })),
    );
  },
});
