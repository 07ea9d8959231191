import type { PersonActor } from '../../platform/access/access.ts';
import { asId, type SchoolId } from '../../platform/ids/ids.ts';
import type { PersonSummary } from './lists.ts';

/** What somebody would be as an actor: for asking a policy what they may, not for acting as them. Classes are left out. */
export function actorLike(school: SchoolId, person: Pick<PersonSummary, 'id' | 'name' | 'roles'>): PersonActor {
  return {
    kind: 'person',
    school,
    person: person.id,
    name: person.name,
    roles: new Set(person.roles),
    classes: new Set(),
    request: asId('asking-what-they-may'),
  };
}
