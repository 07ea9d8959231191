import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id, PersonId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { staffToday } from '../../people/index.ts';
import type { LoadedPackId } from '../store.ts';
import { documentTables } from './tables.ts';

/** Who has read and acknowledged which edition, and who has been reminded. */

/** One of those who work here, and whether they have acknowledged the edition in force. */
export interface StaffMember {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  /** Undefined while they have not. */
  readonly acknowledgedAt: Temporal.Instant | undefined;
  readonly remindedAt: Temporal.Instant | undefined;
  /** True for somebody who began here after the edition came into force. */
  readonly joinedSince: boolean;
}

/** Everybody who works here today with what they did about an edition, by name. */
export async function staffAnd(
  db: ReadHandle,
  edition: { readonly id: LoadedPackId; readonly loadedAt: Temporal.Instant },
  now: Temporal.Instant,
): Promise<readonly StaffMember[]> {
  const staff = await staffToday(db, now);
  const read = documentTables.read(db);
  const acknowledged = new Map(
    (
      await read
        .select('policy_acknowledgement')
        .where('pack_id', '=', edition.id)
        .select(['person_id', 'acknowledged_at'])
        .execute()
    ).map((row) => [row.person_id, Temporal.Instant.from(row.acknowledged_at)]),
  );
  const reminded = new Map(
    (
      await read
        .select('policy_reminder')
        .where('pack_id', '=', edition.id)
        .select(['person_id', 'reminded_at'])
        .orderBy('reminded_at')
        .execute()
    ).map((row) => [row.person_id, Temporal.Instant.from(row.reminded_at)]),
  );
  const from = schoolDay(edition.loadedAt);
  return staff.map(({ id, name, email, since }) => ({
    id,
    name,
    email,
    acknowledgedAt: acknowledged.get(id),
    remindedAt: reminded.get(id),
    joinedSince: Temporal.PlainDate.compare(since, from) > 0,
  }));
}

/** When somebody acknowledged an edition; undefined when they have not. */
export async function acknowledgedBy(
  db: ReadHandle,
  pack: LoadedPackId,
  person: PersonId,
): Promise<Temporal.Instant | undefined> {
  const row = await documentTables
    .read(db)
    .select('policy_acknowledgement')
    .where('pack_id', '=', pack)
    .where('person_id', '=', person)
    .select('acknowledged_at')
    .executeTakeFirst();
  return row === undefined ? undefined : Temporal.Instant.from(row.acknowledged_at);
}

/** Keeps that somebody has acknowledged an edition. */
export async function saveAcknowledgement(
  db: WriteHandle,
  given: {
    readonly id: Id<'acknowledgement'>;
    readonly pack: LoadedPackId;
    readonly person: PersonId;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await documentTables.write(db).insert('policy_acknowledgement', {
    id: given.id,
    pack_id: given.pack,
    person_id: given.person,
    acknowledged_at: given.at.toString(),
  });
}

/** Keeps that somebody was reminded. */
export async function saveReminder(
  db: WriteHandle,
  given: {
    readonly id: Id<'policy-reminder'>;
    readonly pack: LoadedPackId;
    readonly person: PersonId;
    readonly at: Temporal.Instant;
    readonly by: string;
  },
): Promise<void> {
  await documentTables.write(db).insert('policy_reminder', {
    id: given.id,
    pack_id: given.pack,
    person_id: given.person,
    reminded_at: given.at.toString(),
    reminded_by: given.by,
  });
}
