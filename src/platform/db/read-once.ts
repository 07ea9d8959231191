import { connectionOf, readHandle, type ReadHandle } from './scoped-tables.ts';

/**
 * Many controls of one page rest on the same few reads: who works here, what the settings say, how many entries each register has. A page that asks them all asks
 * through one handle of `readingTogether`, and what `readOnce` made is read once for it. Nothing outlives the handle, and no other handle shares: no answer can be
 * older than the page that shows it.
 */
const together = new WeakSet<ReadHandle>();

/** A handle on the same rows through which what `readOnce` made is read once. For as long as one answer takes, and never while its own command writes. */
export function readingTogether(db: ReadHandle): ReadHandle {
  const handle = readHandle(connectionOf(db), db.school);
  together.add(handle);
  return handle;
}

/** Whether many questions come through this handle: then one read for all of them is cheaper than one for each. */
export function readsTogether(db: ReadHandle): boolean {
  return together.has(db);
}

/** The same read, done once for each handle of `readingTogether` and each of what else it is asked with; on other handles every time. */
export function readOnce<With extends readonly (string | Temporal.Instant)[], Value>(
  read: (db: ReadHandle, ...asked: With) => Promise<Value>,
): (db: ReadHandle, ...asked: With) => Promise<Value> {
  const known = new WeakMap<ReadHandle, Map<string, Promise<Value>>>();
  return (db, ...asked) => {
    if (!together.has(db)) return read(db, ...asked);
    const kept = known.get(db) ?? new Map<string, Promise<Value>>();
    known.set(db, kept);
    const key = asked.map(String).join('\n');
    const before = kept.get(key);
    if (before !== undefined) return before;
    const reading = read(db, ...asked);
    kept.set(key, reading);
    return reading;
  };
}
