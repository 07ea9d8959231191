import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { stateOf, type ResetRow } from './reset.ts';
import { resetTables } from './rows.ts';

/** One reset. */
export async function findReset(db: ReadHandle, id: string): Promise<ResetRow | undefined> {
  return resetTables.read(db).select('account_reset').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The reset of a link, by the hash of its secret. */
export async function resetOfLink(db: ReadHandle, hash: string): Promise<ResetRow | undefined> {
  return resetTables.read(db).select('account_reset').selectAll().where('link_hash', '=', hash).executeTakeFirst();
}

/** The resets that are open at `now`, oldest first; of one person when asked so. */
export async function openResets(
  db: ReadHandle,
  now: Temporal.Instant,
  person?: PersonId,
): Promise<readonly ResetRow[]> {
  let rows = resetTables
    .read(db)
    .select('account_reset')
    .selectAll()
    .where('state', 'in', ['wished', 'waiting', 'link'])
    .orderBy('asked_at')
    .orderBy('id');
  if (person !== undefined) rows = rows.where('person_id', '=', person);
  return (await rows.execute()).filter((row) => stateOf(row, now) !== 'expired');
}

/** Adds a reset. */
export async function addReset(db: WriteHandle, row: Omit<ResetRow, 'school_id' | 'version'>): Promise<void> {
  await resetTables.write(db).insert('account_reset', { ...row, version: 1 });
}

/** Changes a reset, if it is still as it was read. */
export async function changeReset(
  db: WriteHandle,
  row: Pick<ResetRow, 'id' | 'version' | 'state'>,
  change: Partial<Omit<ResetRow, 'id' | 'school_id' | 'version' | 'person_id'>>,
): Promise<void> {
  await changeOne(
    resetTables
      .write(db)
      .update('account_reset')
      .set({ ...change, version: row.version + 1 })
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .where('state', '=', row.state),
  );
}

/** Who asked, when a person did. */
export function askerOf(row: Pick<ResetRow, 'asked_kind' | 'asked_by'>): PersonId | undefined {
  return row.asked_kind === 'person' ? asId(row.asked_by) : undefined;
}
