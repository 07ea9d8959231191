import { machinery, machineryIn } from '../db/machinery.ts';
import { tables, type ReadHandle, type WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import { mailStamp } from './backoff.ts';

/** An address to which mail came back: nothing is sent there until it is lifted. */
interface StoppedRow {
  id: string;
  school_id: string;
  address: string;
  person_id: string | null;
  /** The server's code: `550 5.1.1`. */
  why: string;
  stopped_at: string;
  /** When the office and IT support were told. */
  noted_at: string | null;
  lifted_at: string | null;
}

interface Tables {
  mail_stopped: StoppedRow;
}

/** One stopped address, for pages. */
export interface StoppedAddress {
  readonly id: string;
  readonly address: string;
  readonly person: string | undefined;
  readonly why: string;
  readonly since: Temporal.Instant;
}

const read = tables<Tables>('mail_stopped');

/** Addresses compare without regard to case: servers that tell them apart are not met in schools. */
export function sameAddress(address: string): string {
  return address.trim().toLowerCase();
}

/** The stopped addresses of the handle's school, newest first; `address` asks for one. */
export async function stoppedAddresses(db: ReadHandle, address?: string): Promise<readonly StoppedAddress[]> {
  const all = read.read(db).select('mail_stopped').selectAll().where('lifted_at', 'is', null);
  const rows = await (address === undefined ? all : all.where('address', '=', sameAddress(address)))
    .orderBy('stopped_at', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    person: row.person_id ?? undefined,
    why: row.why,
    since: Temporal.Instant.from(row.stopped_at),
  }));
}

/** Lifts a stop in a command's own transaction; false when there is none of that id. */
export async function liftStop(handle: WriteHandle, id: string, now: Temporal.Instant): Promise<boolean> {
  const changed = await machineryIn<Tables>(handle)
    .updateTable('mail_stopped')
    .set({ lifted_at: mailStamp(now) })
    .where('school_id', '=', handle.school)
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** Stops an address in a command's own transaction (mail that came back by mail). False when it is stopped already. */
export async function stopInCommand(
  handle: WriteHandle,
  stop: { readonly id: string; readonly address: string; readonly person: string | null; readonly why: string },
  now: Temporal.Instant,
): Promise<boolean> {
  if ((await stoppedAddresses(handle, stop.address)).length > 0) return false;
  await machineryIn<Tables>(handle)
    .insertInto('mail_stopped')
    .values(stopRow(handle.school, stop, now))
    .execute();
  return true;
}

/** Marks a stop as told of, in the command that tells. False when it was already. */
export async function noteStop(handle: WriteHandle, id: string, now: Temporal.Instant): Promise<boolean> {
  const changed = await machineryIn<Tables>(handle)
    .updateTable('mail_stopped')
    .set({ noted_at: mailStamp(now) })
    .where('school_id', '=', handle.school)
    .where('id', '=', id)
    .where('noted_at', 'is', null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

/** The stops for those who send. */
export interface Stops {
  /** A test of which addresses are stopped now. */
  current(): Promise<(school: string, address: string) => boolean>;
  /** Stops an address that the server refused for good. Does nothing when it is stopped already. */
  add(
    school: string,
    stop: { id: string; address: string; person: string | null; why: string },
    now: Temporal.Instant,
  ): Promise<void>;
  /** Those that nobody was told of yet. */
  unnoted(): Promise<readonly { readonly id: string; readonly school: string; readonly person: string | null }[]>;
}

/** Opens the stopped addresses. */
export function openStops(store: Store): Stops {
  const db = machinery<Tables>(store);
  return {
    async current() {
      const rows = await db.reading
        .selectFrom('mail_stopped')
        .select(['school_id', 'address'])
        .where('lifted_at', 'is', null)
        .execute();
      const stopped = new Set(rows.map((row) => `${row.school_id} ${row.address}`));
      return (school, address) => stopped.has(`${school} ${sameAddress(address)}`);
    },
    add: (school, stop, now) =>
      db.transaction(async (writing) => {
        const known = await writing
          .selectFrom('mail_stopped')
          .select('id')
          .where('school_id', '=', school)
          .where('address', '=', sameAddress(stop.address))
          .where('lifted_at', 'is', null)
          .executeTakeFirst();
        if (known === undefined)
          await writing
            .insertInto('mail_stopped')
            .values(stopRow(school, stop, now))
            .execute();
      }),
    async unnoted() {
      const rows = await db.reading
        .selectFrom('mail_stopped')
        .select(['id', 'school_id', 'person_id'])
        .where('noted_at', 'is', null)
        .where('lifted_at', 'is', null)
        .orderBy('stopped_at')
        .limit(100)
        .execute();
      return rows.map((row) => ({ id: row.id, school: row.school_id, person: row.person_id }));
    },
  };
}

function stopRow(
  school: string,
  stop: { readonly id: string; readonly address: string; readonly person: string | null; readonly why: string },
  now: Temporal.Instant,
): StoppedRow {
  return {
    id: stop.id,
    school_id: school,
    address: sameAddress(stop.address),
    person_id: stop.person,
    why: stop.why,
    stopped_at: mailStamp(now),
    noted_at: null,
    lifted_at: null,
  };
}
