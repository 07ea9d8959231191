import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { endOf, LONGEST_OPEN, resetStates, SHOWN_EXPIRED, stateOf, type ResetRow } from './reset.ts';
import { resetTables } from './rows.ts';

/** One reset. */
export async function findReset(db: ReadHandle, id: string): Promise<ResetRow | undefined> {
  return resetTables.read(db).select('account_reset').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The reset of a link, by the hash of its secret. */
export async function resetOfLink(db: ReadHandle, hash: string): Promise<ResetRow | undefined> {
  return resetTables.read(db).select('account_reset').selectAll().where('link_hash', '=', hash).executeTakeFirst();
}

/** The resets that are open at `now`, oldest first; of one person when asked so. One whose time is over is none of them, whatever its row says. */
export async function openResets(
  db: ReadHandle,
  now: Temporal.Instant,
  person?: PersonId,
): Promise<readonly ResetRow[]> {
  return (await unended(db, now, person)).filter((row) => stateOf(row, now) !== 'expired');
}

/** The resets whose time went by in the last week with nobody using them, oldest first. */
export async function expiredResets(db: ReadHandle, now: Temporal.Instant): Promise<readonly ResetRow[]> {
  const since = now.subtract(SHOWN_EXPIRED);
  return (await unended(db, now)).filter((row) => {
    const state = resetStates.find((one) => one === row.state);
    const end = state === undefined ? undefined : endOf(row, state);
    return stateOf(row, now) === 'expired' && end !== undefined && Temporal.Instant.compare(end, since) > 0;
  });
}

/** Rows that nobody ended, of so short a time that years of expired ones are not read with every home page. */
async function unended(db: ReadHandle, now: Temporal.Instant, person?: PersonId): Promise<readonly ResetRow[]> {
  // An hour more: instants are compared as text here, and exactly by whoever asks.
  const since = now.subtract(LONGEST_OPEN).subtract(SHOWN_EXPIRED).subtract({ hours: 1 }).toString();
  let rows = resetTables
    .read(db)
    .select('account_reset')
    .selectAll()
    .where('state', 'in', ['wished', 'waiting', 'link'])
    .where('asked_at', '>', since)
    .orderBy('asked_at')
    .orderBy('id');
  if (person !== undefined) rows = rows.where('person_id', '=', person);
  return rows.execute();
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
