import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId } from '../../platform/ids/ids.ts';
import { sameAddress, stoppedAddresses, type StoppedAddress } from '../../platform/mail/stopped-addresses.ts';
import { findPerson, type PersonSummary } from '../people/index.ts';

/** An address from which mail came back, with whose it is. */
export interface StillStopped {
  readonly stop: StoppedAddress;
  readonly person: PersonSummary | undefined;
}

/** The stopped addresses that somebody still has: whoever has another address by now needs nobody's help. */
export async function stillStopped(db: ReadHandle, now: Temporal.Instant): Promise<readonly StillStopped[]> {
  const still: StillStopped[] = [];
  for (const stop of await stoppedAddresses(db)) {
    const person = stop.person === undefined ? undefined : await findPerson(db, asId(stop.person), now);
    if (person !== undefined && (person.email === null || sameAddress(person.email) !== stop.address)) continue;
    still.push({ stop, person });
  }
  return still;
}
