import { createHash } from 'node:crypto';

import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { filteringEvents } from '../events.ts';
import { mayRun } from '../policy.ts';
import { findCredential } from '../records/credentials.ts';
import { filteringTables, stamp } from '../tables.ts';
import { stopSubject } from './stop-person.ts';

/**
 * Issues a network credential: a name and a random secret of 128 bits for the proxy log-in of a managed device. The secret is given back
 * once and kept only as SHA-256. A credential that the person had before is revoked: one person has one.
 */
export const issueCredential = command({
  name: 'filtering.issue-credential',
  input: z.object({ person: recordId<'person'>() }),
  events: {
    'network-credential-issued': filteringEvents['network-credential-issued'],
    'network-credential-revoked': filteringEvents['network-credential-revoked'],
  },
  load: (db, input, { now }) => stopSubject(db, input.person, now),
  policy: (actor) => mayRun(actor),
  prepare: (_input, _subject, ids) => Promise.resolve({ secret: ids.secret(16), tail: ids.secret(6) }),
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject, prepared, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to issue a credential.');
    const writer = filteringTables.write(db);
    const before = await writer
      .select('network_credential')
      .where('person_id', '=', input.person)
      .where('revoked_at', 'is', null)
      .select('id')
      .execute();
    if (before.length > 0) {
      await writer
        .update('network_credential')
        .set({ revoked_by: actor.person, revoked_at: stamp(now) })
        .where('person_id', '=', input.person)
        .where('revoked_at', 'is', null)
        .execute();
    }
    const id = newId<'network-credential'>();
    const tail = prepared.tail.toLowerCase().replaceAll(/[^a-z0-9]/g, 'x');
    const name = `${plain(subject.who.givenName)}-${tail}`;
    await writer.insert('network_credential', {
      id,
      person_id: input.person,
      name,
      secret_sha256: createHash('sha256').update(prepared.secret).digest('hex'),
      issued_by: actor.person,
      issued_at: stamp(now),
      revoked_by: null,
      revoked_at: null,
    });
    return done(
      { name, secret: prepared.secret },
      { name: 'network-credential-issued', subject: input.person, data: { credential: id } },
      ...before.map((one) => ({
        name: 'network-credential-revoked' as const,
        subject: input.person,
        data: { credential: one.id },
      })),
    );
  },
});

/** Revokes a credential: the filter refuses it from the next ruleset on. */
export const revokeCredential = command({
  name: 'filtering.revoke-credential',
  input: z.object({ id: recordId<'network-credential'>() }),
  events: { 'network-credential-revoked': filteringEvents['network-credential-revoked'] },
  load: (db, input) => findCredential(db, input.id),
  policy: (actor) => mayRun(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to revoke a credential.');
    await changeOne(
      filteringTables
        .write(db)
        .update('network_credential')
        .set({ revoked_by: actor.person, revoked_at: stamp(now) })
        .where('id', '=', input.id)
        .where('revoked_at', 'is', null),
    );
    return done(null, {
      name: 'network-credential-revoked',
      subject: subject.person,
      data: { credential: subject.id },
    });
  },
});

/** A first name as part of a log-in: letters a to z. */
function plain(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 20);
  return letters === '' ? 'person' : letters;
}
