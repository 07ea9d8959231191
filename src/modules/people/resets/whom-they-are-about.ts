import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { findPeople } from '../lists.ts';
import type { ResetAbout, ResetWaiting } from './policy.ts';
import { holdsKeyPost, stateOf, type ResetRow, type ResetState } from './reset.ts';
import { askerOf } from './store.ts';

/** A reset with what its policies must know. */
export interface ResetWithPeople {
  readonly row: ResetRow;
  readonly state: ResetState;
  readonly name: string;
  /** Who asked, by name; undefined for the command line of the school's machine. */
  readonly askedBy: string | undefined;
  readonly about: ResetAbout;
  readonly waiting: ResetWaiting & { readonly person: PersonId };
}

/** These resets with the people they are about and those who asked, in as many queries for a hundred as for one. */
export async function withPeople(
  db: ReadHandle,
  rows: readonly ResetRow[],
  now: Temporal.Instant,
): Promise<readonly ResetWithPeople[]> {
  if (rows.length === 0) return [];
  const people = await findPeople(
    db,
    rows.flatMap((row) => [row.person_id, row.asked_by]),
    now,
  );
  return rows.map((row) => {
    const person = asId<'person'>(row.person_id);
    const about = people.get(person);
    const asker = askerOf(row);
    const roles = asker === undefined ? [] : (people.get(asker)?.roles ?? []);
    return {
      row,
      state: stateOf(row, now),
      name: about?.name ?? '',
      askedBy: row.asked_kind === 'command-line' ? undefined : (people.get(asId(row.asked_by))?.name ?? ''),
      about: { person, kind: about?.kind ?? '', roles: about?.roles ?? [] },
      waiting: { person, askedBy: asker, askerHoldsKey: holdsKeyPost(roles) },
    };
  });
}
