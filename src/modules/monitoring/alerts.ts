import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../platform/ids/ids.ts';
import type { Severity } from './alert-level.ts';
import { owned, type AlertRow } from './tables.ts';

export type AlertId = Id<'alert'>;

/** Attempts of one kind by one person (or at one address, while nobody is known), from the first until somebody closes it. */
export interface Alert {
  readonly id: AlertId;
  readonly person: PersonId | null;
  readonly address: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly state: 'open' | 'closed';
  /** How many times, so far. */
  readonly events: number;
  readonly first: Temporal.Instant;
  readonly last: Temporal.Instant;
  readonly closed: {
    readonly at: Temporal.Instant;
    readonly by: PersonId;
    readonly reason: string;
    readonly words: string;
  } | null;
  readonly incident: string | null;
  readonly version: number;
}

/** One alert of the handle's school. */
export async function findAlert(db: ReadHandle, id: AlertId): Promise<Alert | undefined> {
  const row = await owned.read(db).select('alert').where('id', '=', id).selectAll().executeTakeFirst();
  return row === undefined ? undefined : alertOf(row);
}

export function alertOf(row: AlertRow): Alert {
  return {
    id: asId(row.id),
    person: row.person_id === null ? null : asId(row.person_id),
    address: row.address,
    kind: row.kind,
    severity: row.severity === 'urgent' ? 'urgent' : row.severity === 'serious' ? 'serious' : 'notice',
    state: row.state === 'closed' ? 'closed' : 'open',
    events: row.events,
    first: Temporal.Instant.from(row.first_at),
    last: Temporal.Instant.from(row.last_at),
    closed:
      row.closed_at === null
        ? null
        : {
            at: Temporal.Instant.from(row.closed_at),
            by: asId(row.closed_by ?? ''),
            reason: row.closing_reason ?? '',
            words: row.closing_words ?? '',
          },
    incident: row.incident_id,
    version: row.version,
  };
}
