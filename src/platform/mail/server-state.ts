import { machinery, machineryIn } from '../db/machinery.ts';
import type { WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import { mailStamp, serverWaitAfter } from './backoff.ts';

interface Tables {
  mail_server: {
    id: string;
    way: string;
    last_good_at: string | null;
    trouble: string | null;
    trouble_since: string | null;
    failures: number;
    next_at: string | null;
  };
}

/** How it stands with where mail goes. */
export interface ServerState {
  /** `smtp`, or `files` while no server is set. */
  readonly way: string;
  readonly lastGood: Temporal.Instant | undefined;
  /** A word (delivery.ts), while it cannot be used. */
  readonly trouble: string | undefined;
  readonly troubleSince: Temporal.Instant | undefined;
  /** Not asked again before. */
  readonly next: Temporal.Instant | undefined;
}

const ONLY = 'mail';

/** What is known of the mail server; undefined before anything was tried. */
export async function serverState(store: Pick<Store, 'reading'>): Promise<ServerState | undefined> {
  const row = await store.reading.selectFrom('mail_server').selectAll().where('id', '=', ONLY).executeTakeFirst();
  if (row === undefined) return undefined;
  const instant = (value: unknown): Temporal.Instant | undefined =>
    typeof value === 'string' ? Temporal.Instant.from(value) : undefined;
  return {
    way: String(row['way']),
    lastGood: instant(row['last_good_at']),
    trouble: typeof row['trouble'] === 'string' ? row['trouble'] : undefined,
    troubleSince: instant(row['trouble_since']),
    next: instant(row['next_at']),
  };
}

/** Notes that mail went, or was at least taken in talk: the server is well. */
export async function serverWell(store: Store, way: string, now: Temporal.Instant): Promise<void> {
  const well = { way, last_good_at: mailStamp(now), trouble: null, trouble_since: null, failures: 0, next_at: null };
  await machinery<Tables>(store).transaction((db) =>
    db
      .insertInto('mail_server')
      .values({ id: ONLY, ...well })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(well))
      .execute(),
  );
}

/** Notes that the server cannot be used, and says when it is asked again. */
export async function serverInTrouble(
  store: Store,
  way: string,
  trouble: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  return machinery<Tables>(store).transaction(async (db) => {
    const before = await db.selectFrom('mail_server').selectAll().where('id', '=', ONLY).executeTakeFirst();
    const failures = (before?.failures ?? 0) + 1;
    const next = now.add(serverWaitAfter(failures));
    const bad = {
      way,
      trouble,
      trouble_since: before?.trouble_since ?? mailStamp(now),
      failures,
      next_at: mailStamp(next),
    };
    await db
      .insertInto('mail_server')
      .values({ id: ONLY, last_good_at: null, ...bad })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(bad))
      .execute();
    return next;
  });
}

/** Forgets the wait, in a command's own transaction: the next turn asks the server again. The trouble stays until it answers. */
export async function askServerAgain(handle: WriteHandle): Promise<void> {
  await machineryIn<Tables>(handle).updateTable('mail_server').set({ next_at: null }).where('id', '=', ONLY).execute();
}
