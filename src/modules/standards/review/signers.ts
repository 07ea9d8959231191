import type { Actor } from '../../../platform/access/access.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { holdersOf, plainHolders } from '../../people/index.ts';
import { signersOf, type Capacity, type ReviewKind } from './words.ts';

/** Who may sign in which capacity today, absence cover included. */

export interface Signer {
  readonly capacity: Capacity;
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Who signs a review of a kind. The senior leader is who holds that post, else the headteacher; the governor is the one for filtering and monitoring, else the chair.
 */
export async function signersToday(
  db: ReadHandle,
  kind: ReviewKind,
  now: Temporal.Instant,
): Promise<readonly Signer[]> {
  const found: Signer[] = [];
  for (const capacity of signersOf[kind]) {
    found.push({ capacity, people: await holders(db, capacity, now) });
  }
  return found;
}

async function holders(db: ReadHandle, capacity: Capacity, now: Temporal.Instant): Promise<Signer['people']> {
  switch (capacity) {
    case 'senior-leader': {
      const named = (await plainHolders(db, schoolDay(now).toString())).filter(
        ({ post }) => post === 'filtering-senior-leader',
      );
      return named.length > 0 ? named.map(({ person, name }) => ({ id: person, name })) : holdersOf(db, 'head', now);
    }
    case 'dsl':
      return holdersOf(db, 'dsl', now);
    case 'it-support':
      return holdersOf(db, 'technician', now);
    case 'governor': {
      const named = await holdersOf(db, 'governor', now);
      return named.length > 0 ? named : holdersOf(db, 'chair', now);
    }
  }
}

/** In which capacities somebody may sign. */
export function capacitiesOf(actor: Actor, signers: readonly Signer[]): readonly Capacity[] {
  if (actor.kind !== 'person') return [];
  return signers.filter(({ people }) => people.some(({ id }) => id === actor.person)).map(({ capacity }) => capacity);
}
