import type { PersonActor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId } from '../../platform/ids/ids.ts';
import { findPerson, holdersOf, type PersonSummary } from '../people/index.ts';
import type { Incident } from './incident.ts';
import { deputyRoles, mayOpen } from './policy.ts';

/**
 * To whom an incident may be given: those who could then work it. For an adult who works here: the one deputy named for the case. For the
 * head or the chair: nobody, it stays with the chair or the vice-chair.
 */
export async function assignableTo(
  db: ReadHandle,
  incident: Incident,
  now: Temporal.Instant,
): Promise<readonly PersonSummary[]> {
  if (incident.sphere === 'head' || incident.sphere === 'chair') return [];
  const roles = incident.sphere === 'staff' ? deputyRoles : (['dsl', 'deputy-dsl', 'head', 'lead'] as const);
  const found = new Map<string, PersonSummary>();
  for (const role of roles) {
    for (const holder of await holdersOf(db, role, now)) {
      const person = await findPerson(db, holder.id, now);
      if (person !== undefined) found.set(person.id, person);
    }
  }
  return [...found.values()].filter((person) => {
    const asActor: PersonActor = {
      kind: 'person',
      school: db.school,
      person: person.id,
      name: person.name,
      roles: new Set(person.roles),
      classes: new Set(),
      request: asId('assigning'),
    };
    return mayOpen(asActor, { ...incident, assignedTo: person.id, namedDeputy: person.id }).allowed;
  });
}
