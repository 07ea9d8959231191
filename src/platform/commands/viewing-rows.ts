import type { AppendAudit } from '../audit/chain.ts';
import type { Store } from '../db/store.ts';
import type { SchoolId } from '../ids/ids.ts';

type Entry = Parameters<AppendAudit>[2];

/** A read that waits for its viewing row. */
interface Waiting {
  readonly school: SchoolId;
  readonly entry: Entry;
  readonly written: PromiseWithResolvers<undefined>;
}

/**
 * Writes the viewing rows of reads. Rows that wait at the same time share one transaction, and so one wait for the disk:
 * a staffroom that opens the log at nine o'clock waits as long as one person does.
 * Gives a function that returns once the row is committed, and throws when it cannot be.
 */
export function viewingRows(store: Store, append: AppendAudit): (school: SchoolId, entry: Entry) => Promise<void> {
  let waiting: Waiting[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await commit(store, append, batch);
        for (const { written } of batch) written.resolve(undefined);
      } catch (error) {
        const [first, ...others] = batch;
        if (others.length === 0) first?.written.reject(error);
        // One row that cannot be written must refuse only its own read.
        else {
          for (const { school, entry, written } of batch) {
            await commit(store, append, [{ school, entry }]).then(() => {
              written.resolve(undefined);
            }, written.reject);
          }
        }
      }
    }
    writing = false;
  };

  return (school, entry) => {
    const written = Promise.withResolvers<undefined>();
    waiting.push({ school, entry, written });
    // Whoever comes in this turn of the loop goes with us.
    if (!writing) {
      writing = true;
      setImmediate(() => void write());
    }
    return written.promise;
  };
}

/** In the order of the schools' ids, in which every transaction locks the heads of several chains (contracts.md, "Audit chain"). */
async function commit(
  store: Store,
  append: AppendAudit,
  batch: readonly Pick<Waiting, 'school' | 'entry'>[],
): Promise<void> {
  const ordered = [...batch].sort((a, b) => (a.school < b.school ? -1 : a.school > b.school ? 1 : 0));
  await store.transaction(async (db) => {
    for (const { school, entry } of ordered) await append(db, school, entry);
  });
}
