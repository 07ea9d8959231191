import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import type { PeopleEvent } from '../events.ts';
import { owned, type PeopleTables } from '../rows.ts';
import { newPersonRow } from '../store.ts';
import {
  begun,
  belongings,
  columnsOf,
  makeStaff,
  type Belongings,
  type Gathered,
  type LookedUp,
} from './apply-person.ts';
import type { PersonChange } from './changes.ts';
import type { Doing } from './doing.ts';
import { addIdentities, type NewIdentity } from './identity.ts';
import type { UndoPerson } from './journal.ts';

/**
 * Adds the people of a step, with what belongs to them. A statement a table, however many they are: ten thousand people must not hold up a
 * page, nor take all morning.
 */
export async function applyJoiners(
  doing: Doing,
  changes: readonly PersonChange[],
  looked: LookedUp,
): Promise<{ events: readonly PeopleEvent[]; undo: readonly UndoPerson[] }> {
  const people: Omit<PeopleTables['person'], 'school_id'>[] = [];
  const identities: NewIdentity[] = [];
  const members: Belongings['members'][number][] = [];
  const guardians: Belongings['guardians'][number][] = [];
  const added: { person: PersonId; change: PersonChange; gathered: Gathered }[] = [];
  for (const change of changes) {
    const person: PersonId = asId(doing.newId());
    people.push(newPersonRow({ ...change, id: person }, doing.now));
    if (change.identity !== null) identities.push({ person, identity: columnsOf(change.identity) });
    const rows = belongings(doing, person, change, looked);
    members.push(...rows.members);
    guardians.push(...rows.guardians);
    const event: PeopleEvent = { name: 'person-added', subject: person, data: { kind: change.kind, way: 'import' } };
    added.push({ person, change, gathered: { events: [event], began: begun(rows), ended: [], login: null } });
  }
  const write = owned.write(doing.db);
  await write.insertAll('person', people);
  await addIdentities(doing.db, identities);
  await write.insertAll('class_member', members);
  await write.insertAll('guardian', guardians);
  for (const { person, change, gathered } of added) {
    if (change.kind === 'adult') await makeStaff(doing, person, change.email, gathered);
  }
  return {
    events: added.flatMap(({ gathered }) => gathered.events),
    undo: added.map(({ person, gathered }) => ({
      id: person,
      do: 'join',
      version: 1,
      before: null,
      began: gathered.began,
      ended: [],
      login: null,
    })),
  };
}
