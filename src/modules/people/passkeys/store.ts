import { z } from 'zod';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id, PersonId } from '../../../platform/ids/ids.ts';
import { passkeyTables, type PasskeyTables } from './rows.ts';

export type PasskeyRow = PasskeyTables['passkey'];

/** The passkeys somebody has, oldest first. */
export async function passkeysOf(db: ReadHandle, person: PersonId): Promise<readonly PasskeyRow[]> {
  return passkeyTables
    .read(db)
    .select('passkey')
    .selectAll()
    .where('person_id', '=', person)
    .where('removed_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}

/** The passkey that a browser names; undefined when there is none in use. */
export async function findPasskey(db: ReadHandle, credentialId: string): Promise<PasskeyRow | undefined> {
  return passkeyTables
    .read(db)
    .select('passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** Adds a passkey. */
export async function addPasskey(
  db: WriteHandle,
  row: Omit<PasskeyRow, 'school_id' | 'version' | 'used_at' | 'removed_at'> & { id: Id<'passkey'> },
): Promise<void> {
  await passkeyTables.write(db).insert('passkey', { ...row, used_at: null, removed_at: null, version: 1 });
}

/** Changes a passkey, if it is still in the version it was read in. */
export async function changePasskey(
  db: WriteHandle,
  row: Pick<PasskeyRow, 'id' | 'version'>,
  change: Partial<Pick<PasskeyRow, 'counter' | 'name' | 'used_at' | 'removed_at' | 'public_key'>>,
): Promise<void> {
  await changeOne(
    passkeyTables
      .write(db)
      .update('passkey')
      .set({ ...change, version: row.version + 1 })
      .where('id', '=', row.id)
      .where('version', '=', row.version),
  );
}

/** Takes every passkey away from a person, after a reset. Returns how many. */
export async function removePasskeys(db: WriteHandle, person: PersonId, now: Temporal.Instant): Promise<number> {
  const rows = await passkeysOf(db, person);
  for (const row of rows) await changePasskey(db, row, { removed_at: now.toString(), public_key: '' });
  return rows.length;
}

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

/** The kept hint of how a passkey is reached, without words that we do not know. */
export function readTransports(json: string): readonly (typeof transports)[number][] {
  const given = z.array(z.string()).max(10).safeParse(JSON.parse(json));
  return transports.filter((one) => given.data?.includes(one) === true);
}
