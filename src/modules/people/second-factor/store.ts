import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { factorTables, type SecondFactorTables } from './rows.ts';
import { readHashes } from './recovery-codes.ts';

export type AuthenticatorRow = SecondFactorTables['authenticator'];

/** The authenticator app of a person: in use, being set up, or none. */
export async function findAuthenticator(db: ReadHandle, person: PersonId): Promise<AuthenticatorRow | undefined> {
  return factorTables.read(db).select('authenticator').selectAll().where('person_id', '=', person).executeTakeFirst();
}

/** Keeps what is known about somebody's app, if nobody else changed it since it was read (`row`). */
export async function keepAuthenticator(
  db: WriteHandle,
  person: PersonId,
  row: AuthenticatorRow | undefined,
  change: Partial<Omit<AuthenticatorRow, 'person_id' | 'school_id' | 'version'>>,
): Promise<void> {
  if (row === undefined) {
    const empty = { secret: null, offered: null, offered_at: null, enrolled_at: null, last_step: 0 };
    await factorTables.write(db).insert('authenticator', { person_id: person, ...empty, ...change, version: 1 });
    return;
  }
  await changeOne(
    factorTables
      .write(db)
      .update('authenticator')
      .set({ ...change, version: row.version + 1 })
      .where('person_id', '=', person)
      .where('version', '=', row.version),
  );
}

/** The recovery codes of a person that are left. */
export async function findRecoveryCodes(
  db: ReadHandle,
  person: PersonId,
): Promise<{ hashes: readonly string[]; madeAt: Temporal.Instant; version: number } | undefined> {
  const row = await factorTables
    .read(db)
    .select('recovery_codes')
    .selectAll()
    .where('person_id', '=', person)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { hashes: readHashes(row.hashes), madeAt: Temporal.Instant.from(row.made_at), version: row.version };
}

/** Puts these in the place of what recovery codes a person had. */
export async function keepRecoveryCodes(
  db: WriteHandle,
  person: PersonId,
  before: { version: number } | undefined,
  codes: { hashes: readonly string[]; madeAt: Temporal.Instant },
): Promise<void> {
  const kept = { hashes: JSON.stringify(codes.hashes), made_at: codes.madeAt.toString() };
  if (before === undefined) {
    await factorTables.write(db).insert('recovery_codes', { person_id: person, ...kept, version: 1 });
    return;
  }
  await changeOne(
    factorTables
      .write(db)
      .update('recovery_codes')
      .set({ ...kept, version: before.version + 1 })
      .where('person_id', '=', person)
      .where('version', '=', before.version),
  );
}

/** Takes app and recovery codes away from a person: after a reset by two key holders, or by themselves. The events are the caller's. */
export async function removeSecondStep(db: WriteHandle, person: PersonId): Promise<void> {
  const app = await findAuthenticator(db, person);
  if (app !== undefined) {
    const none = { secret: null, offered: null, offered_at: null, enrolled_at: null };
    await keepAuthenticator(db, person, app, none);
  }
  const codes = await findRecoveryCodes(db, person);
  if (codes !== undefined) await keepRecoveryCodes(db, person, codes, { hashes: [], madeAt: codes.madeAt });
}
