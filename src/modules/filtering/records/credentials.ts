import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { filteringTables, type CredentialRow } from '../tables.ts';

export type CredentialId = Id<'network-credential'>;

/** A proxy log-in of one person: a name, and the SHA-256 of a random secret of 128 bits that was shown once. */
export interface NetworkCredential {
  readonly id: CredentialId;
  readonly person: PersonId;
  readonly name: string;
  readonly secretSha256: string;
  readonly issuedAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
}

/** Credentials that are not revoked, newest first. */
export async function liveCredentials(db: ReadHandle): Promise<NetworkCredential[]> {
  const rows = await filteringTables
    .read(db)
    .select('network_credential')
    .where('revoked_at', 'is', null)
    .selectAll()
    .orderBy('issued_at', 'desc')
    .execute();
  return rows.map(credentialOfRow);
}

/** One credential, or undefined. */
export async function findCredential(db: ReadHandle, id: CredentialId): Promise<NetworkCredential | undefined> {
  const row = await filteringTables
    .read(db)
    .select('network_credential')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : credentialOfRow(row);
}

function credentialOfRow(row: CredentialRow): NetworkCredential {
  return {
    id: asId(row.id),
    person: asId(row.person_id),
    name: row.name,
    secretSha256: row.secret_sha256,
    issuedAt: Temporal.Instant.from(row.issued_at),
    revokedAt: row.revoked_at === null ? null : Temporal.Instant.from(row.revoked_at),
  };
}
