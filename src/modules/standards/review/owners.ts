import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import type { Role } from '../../../platform/access/roles.ts';
import { holdersOf } from '../../people/index.ts';

/** To whom an action can be given: those who work here with a post in online safety, and governors. */
const roles: readonly Role[] = [
  'head',
  'deputy-head',
  'dsl',
  'deputy-dsl',
  'lead',
  'technician',
  'office',
  'governor',
  'chair',
];

export async function possibleOwners(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { readonly id: PersonId; readonly name: string }[]> {
  const found = new Map<PersonId, string>();
  for (const role of roles) for (const { id, name } of await holdersOf(db, role, now)) found.set(id, name);
  return [...found].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}
