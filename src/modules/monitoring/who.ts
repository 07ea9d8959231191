import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { findPerson, namesOf, type PersonSummary } from '../people/index.ts';
import { yearGroupOf } from '../school/index.ts';

/** Whom a record is about, as a page says it. */
export interface Who {
  readonly name: string;
  readonly detail: string;
  readonly isPupil: boolean;
}

/** The person of a record, or where it happened while nobody was known there. */
export async function whoIs(
  db: ReadHandle,
  about: { readonly person: PersonId | null; readonly address: string },
  now: Temporal.Instant,
): Promise<Who> {
  if (about.person === null) return { ...unknownAt(about.address), detail: 'Nobody had signed in', isPupil: false };
  const person = await findPerson(db, about.person, now);
  if (person === undefined) {
    return { name: 'Somebody who is no longer in the records', detail: '', isPupil: false };
  }
  return { name: person.name, detail: detailOf(person), isPupil: person.pupil !== null };
}

/** Year and class of a pupil; "Staff" for who works here. */
export function detailOf(person: PersonSummary): string {
  if (person.pupil === null) return person.staff ? 'Staff' : '';
  const year = yearGroupOf(person.pupil.yearGroup)?.label ?? '';
  // Small schools name a class after its year: said once.
  const words = new Set([year, ...person.pupil.classes.map((one) => one.name)]);
  return [...words].filter((part) => part !== '').join(', ');
}

/** Names for a list of records, with the same words as `whoIs` where there is no name. */
export async function namesFor(
  db: ReadHandle,
  records: readonly { readonly person: PersonId | null; readonly address: string }[],
): Promise<readonly string[]> {
  const names = await namesOf(db, new Set(records.flatMap((record) => record.person ?? [])));
  return records.map(({ person, address }) =>
    person === null ? unknownAt(address).name : (names.get(person) ?? 'Somebody who is no longer in the records'),
  );
}

function unknownAt(address: string): { name: string } {
  return { name: `Somebody at the device ${address}` };
}
