import { lookupHash } from '../../../platform/db/lookups.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { Refused } from '../../../platform/errors/errors.ts';
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

/** What is to be kept of somebody new. */
export interface NewIdentity {
  readonly person: string;
  readonly identity: Identity;
}

/** Keeps what is known of people of whom nothing was kept. Throws `Refused` as `keepIdentity` does. */
export async function addIdentities(db: WriteHandle, all: readonly NewIdentity[]): Promise<void> {
  for (const one of await twinsAmong(db, all)) throw twin(one);
  await owned.write(db).insertAll(
    'person_identity',
    all.map(({ person, identity }) => ({ person_id: person, ...columns(db, identity), version: 1 })),
  );
}

/**
 * Writes what is kept of somebody, over what was kept before (`known`). Throws `Refused` SG-CHANGED, naming both records by their ids, when
 * somebody else here has the UPN or the key; the database keeps both unique too, whoever writes.
 */
export async function keepIdentity(
  db: WriteHandle,
  person: string,
  identity: Identity,
  known: PeopleTables['person_identity'] | undefined,
): Promise<void> {
  if (known === undefined) return addIdentities(db, [{ person, identity }]);
  for (const one of await twinsAmong(db, [{ person, identity }])) throw twin(one);
  await changeOne(
    owned
      .write(db)
      .update('person_identity')
      .set({ ...columns(db, identity), version: known.version + 1 })
      .where('person_id', '=', person)
      .where('version', '=', known.version),
  );
  return undefined;
}

/** Somebody whose UPN or key is kept for another already. */
export interface Twin {
  readonly person: string;
  readonly other: string;
  readonly what: 'UPN' | 'key';
}

/** Who of these would have a UPN, or a key of the school's own file, that is kept for somebody else: looked up by hash, nothing is opened. */
export async function twinsAmong(db: ReadHandle, all: readonly NewIdentity[]): Promise<readonly Twin[]> {
  const wanted = all.flatMap(({ person, identity }) => {
    const { upn_hash, file_key_hash } = hashesOf(db, identity);
    return [
      { person, what: 'UPN' as const, hash: upn_hash },
      { person, what: 'key' as const, hash: file_key_hash },
    ].flatMap((one) => (one.hash === null ? [] : [{ ...one, hash: one.hash }]));
  });
  if (wanted.length === 0) return [];
  const hashes = (what: Twin['what']): string[] => wanted.filter((one) => one.what === what).map((one) => one.hash);
  const [upns, keys] = [hashes('UPN'), hashes('key')];
  const rows = await owned
    .read(db)
    .select('person_identity')
    .select(['person_id', 'upn_hash', 'file_key_hash'])
    .where((is) =>
      is.or([
        ...(upns.length === 0 ? [] : [is('upn_hash', 'in', upns)]),
        ...(keys.length === 0 ? [] : [is('file_key_hash', 'in', keys)]),
      ]),
    )
    .execute();
  return wanted.flatMap(({ person, what, hash }) => {
    const other =
      rows.find((row) => row.person_id !== person && (what === 'UPN' ? row.upn_hash : row.file_key_hash) === hash)
        ?.person_id ?? wanted.find((one) => one.person !== person && one.what === what && one.hash === hash)?.person;
    return other === undefined ? [] : [{ person, other, what }];
  });
}

function twin({ person, other, what }: Twin): Refused {
  const named = what === 'UPN' ? 'UPN' : 'key in the school’s own file';
  return new Refused(
    'SG-CHANGED',
    `The ${named} that the roster gives to the record ${person} is that of the record ${other} already. ` +
      'Correct one of them in the school’s records, undo what was done of this import, and bring the roster again.',
  );
}

function columns(db: ReadHandle, { upn, birth_date, legal_given, legal_family, file_key }: Identity) {
  const identity = { upn, birth_date, legal_given, legal_family, file_key };
  return { ...identity, ...hashesOf(db, identity) };
}

function hashesOf(db: ReadHandle, { upn, file_key }: Identity) {
  return {
    upn_hash: lookupHash(db, 'person_identity.upn', upn),
    file_key_hash: lookupHash(db, 'person_identity.file_key', file_key),
  };
}
