import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { owned, type PeopleTables } from '../rows.ts';

/** What is kept of somebody beyond the name they are called by. */
export type Identity = Pick<
  PeopleTables['person_identity'],
  'upn' | 'birth_date' | 'legal_given' | 'legal_family' | 'file_key'
>;

/** The identity of one person; undefined where nothing is kept. */
export async function findIdentity(
  db: ReadHandle,
  person: string,
): Promise<PeopleTables['person_identity'] | undefined> {
  return owned.read(db).select('person_identity').selectAll().where('person_id', '=', person).executeTakeFirst();
}

/** Writes what is kept of somebody, over what was kept before (`known`). */
export async function keepIdentity(
  db: WriteHandle,
  person: string,
  identity: Identity,
  known: PeopleTables['person_identity'] | undefined,
): Promise<void> {
  const { upn, birth_date, legal_given, legal_family, file_key } = identity;
  const row = { upn, birth_date, legal_given, legal_family, file_key };
  if (known === undefined) {
    await owned.write(db).insert('person_identity', { person_id: person, ...row, version: 1 });
    return;
  }
  await changeOne(
    owned
      .write(db)
      .update('person_identity')
      .set({ ...row, version: known.version + 1 })
      .where('person_id', '=', person)
      .where('version', '=', known.version),
  );
}
