import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { findPerson, namesOf } from '../people/index.ts';
import { safekeepingTables } from './tables.ts';

/** How many people must be able to open a backup: the loss of one sheet must not be the loss of the school's records. */
export const HOLDERS_NEEDED = 2;

/** A key in force, with whose it is. */
export interface HeldKey {
  readonly id: string;
  readonly person: PersonId;
  readonly name: string;
  readonly recipient: string;
  readonly fingerprint: string;
  readonly madeAt: string;
}

/** The keys that new backups are made for, oldest first. */
export async function keysInForce(db: ReadHandle): Promise<readonly HeldKey[]> {
  const rows = await safekeepingTables
    .read(db)
    .select('backup_key')
    .selectAll()
    .where('ended_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  const names = await namesOf(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    id: row.id,
    person: asId(row.person_id),
    name: names.get(asId(row.person_id)) ?? 'somebody who has left',
    recipient: row.recipient,
    fingerprint: row.fingerprint,
    madeAt: row.made_at,
  }));
}

/** Who holds or held which key, by fingerprint: to say who can open an older backup. */
export async function holdersByFingerprint(db: ReadHandle): Promise<ReadonlyMap<string, string>> {
  const rows = await safekeepingTables.read(db).select('backup_key').select(['fingerprint', 'person_id']).execute();
  const names = await namesOf(
    db,
    rows.map((row) => row.person_id),
  );
  return new Map(rows.map((row) => [row.fingerprint, names.get(asId(row.person_id)) ?? 'somebody who has left']));
}

/** The key holders to whom the audit head can be mailed, each with their address. */
export async function holdersWithAddress(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { readonly person: PersonId; readonly email: string }[]> {
  const found: { person: PersonId; email: string }[] = [];
  for (const person of new Set((await keysInForce(db)).map((key) => key.person))) {
    const email = (await findPerson(db, person, now))?.email ?? null;
    if (email !== null) found.push({ person, email });
  }
  return found;
}
