import type { Role } from '../../platform/access/roles.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { Id, PersonId } from '../../platform/ids/ids.ts';
import type { PeopleEvent } from './events.ts';
import { plainName } from './plain-name.ts';
import { owned, type PeopleTables } from './rows.ts';
import type { ClassPart, PersonKind, Relation } from './words.ts';

/** What is kept about a person, as rows have it. */
export type PersonRow = PeopleTables['person'];
export type AccountRow = PeopleTables['account'];

/** A new person, before anything else is known. */
export interface NewPerson {
  readonly id: PersonId;
  readonly kind: PersonKind;
  readonly given: string;
  readonly family: string;
  /** As people call them; given and family name when left out. */
  readonly display?: string;
  readonly email: string | null;
  readonly yearGroup: string | null;
  readonly sourcedId: string | null;
  /** The first day on which they will no longer be here, when that is known already. */
  readonly leftOn?: string | null;
}

/** The row of one person; undefined when this school has none such. */
export async function findPersonRow(db: ReadHandle, id: PersonId): Promise<PersonRow | undefined> {
  return owned.read(db).select('person').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Adds a person. */
export async function addPerson(db: WriteHandle, person: NewPerson, now: Temporal.Instant): Promise<void> {
  await owned.write(db).insert('person', newPersonRow(person, now));
}

/** The row of a new person. */
export function newPersonRow(person: NewPerson, now: Temporal.Instant): Omit<PersonRow, 'school_id'> {
  return {
    id: person.id,
    kind: person.kind,
    given_name: person.given,
    family_name: person.family,
    display_name: displayName(person),
    sort_name: sortName(person),
    email: person.email,
    year_group: person.yearGroup,
    sourced_id: person.sourcedId,
    left_on: person.leftOn ?? null,
    created_at: now.toString(),
    version: 1,
  };
}

/** Changes a person's row, if it is still in the version it was read in; else throws `Refused` SG-CHANGED. */
export async function changePerson(
  db: WriteHandle,
  row: Pick<PersonRow, 'id' | 'version'>,
  change: Partial<Omit<PersonRow, 'id' | 'school_id' | 'version' | 'created_at'>>,
): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('person')
      .set({ ...change, version: row.version + 1 })
      .where('id', '=', row.id)
      .where('version', '=', row.version),
  );
}

/** Given and family name, unless another name is given. */
export function displayName(person: { given: string; family: string; display?: string }): string {
  return person.display === undefined || person.display === ''
    ? `${person.given} ${person.family}`.trim()
    : person.display;
}

/** What lists are sorted and searched by: family name first. */
export function sortName(person: { given: string; family: string }): string {
  return plainName(`${person.family} ${person.given}`);
}

/** Gives a role from a day on. */
export async function addRole(
  db: WriteHandle,
  role: { id: string; person: PersonId; role: Role; from: string; until: string | null },
): Promise<void> {
  await owned.write(db).insert('person_role', {
    id: role.id,
    person_id: role.person,
    role: role.role,
    from_day: role.from,
    until_day: role.until,
  });
}

/** Ends one period of a role: `until` is the first day that no longer counts. */
export async function endRole(db: WriteHandle, id: string, until: string): Promise<void> {
  await changeOne(owned.write(db).update('person_role').set({ until_day: until }).where('id', '=', id));
}

/** A class of this school by its name, among those that go on. */
export async function findClassByName(db: ReadHandle, name: string) {
  return owned
    .read(db)
    .select('school_class')
    .selectAll()
    .where('name', '=', name)
    .where('ended_on', 'is', null)
    .executeTakeFirst();
}

/** The classes that go on, by name. */
export async function classesOf(
  db: ReadHandle,
): Promise<readonly { id: string; name: string; year_group: string | null }[]> {
  return owned
    .read(db)
    .select('school_class')
    .select(['id', 'name', 'year_group'])
    .where('ended_on', 'is', null)
    .orderBy('name')
    .execute();
}

/** Adds a class. */
export async function addClass(
  db: WriteHandle,
  given: { id: string; name: string; yearGroup: string | null; sourcedId: string | null },
): Promise<void> {
  await owned.write(db).insert('school_class', {
    id: given.id,
    name: given.name,
    year_group: given.yearGroup,
    sourced_id: given.sourcedId,
    ended_on: null,
    version: 1,
  });
}

/** Puts a person into a class from a day on, as pupil or teacher. */
export async function joinClass(
  db: WriteHandle,
  given: { id: string; classId: string; person: PersonId; part: ClassPart; from: string; until?: string | null },
): Promise<void> {
  await owned.write(db).insert('class_member', {
    id: given.id,
    class_id: given.classId,
    person_id: given.person,
    part: given.part,
    from_day: given.from,
    until_day: given.until ?? null,
  });
}

/** Ends a person's time in a class. */
export async function leaveClass(db: WriteHandle, membership: string, until: string): Promise<void> {
  await changeOne(owned.write(db).update('class_member').set({ until_day: until }).where('id', '=', membership));
}

/** Links a contact to a pupil. */
export async function addGuardian(
  db: WriteHandle,
  link: { id: string; contact: PersonId; pupil: PersonId; relation: Relation; from: string },
): Promise<void> {
  await owned.write(db).insert('guardian', {
    id: link.id,
    contact_id: link.contact,
    pupil_id: link.pupil,
    relation: link.relation,
    from_day: link.from,
    until_day: null,
  });
}

/** Ends a link between a contact and a pupil. */
export async function endGuardian(db: WriteHandle, id: string, until: string): Promise<void> {
  await changeOne(owned.write(db).update('guardian').set({ until_day: until }).where('id', '=', id));
}

/** The log-in of a person, closed ones too. */
export async function findAccount(db: ReadHandle, person: PersonId): Promise<AccountRow | undefined> {
  return owned.read(db).select('account').selectAll().where('person_id', '=', person).executeTakeFirst();
}

/** True when nobody else in this school has this log-in name. */
export async function loginNameIsFree(db: ReadHandle, name: string, person: PersonId): Promise<boolean> {
  const row = await owned
    .read(db)
    .select('account')
    .select('person_id')
    .where('login_name', '=', name)
    .executeTakeFirst();
  return row === undefined || row.person_id === person;
}

/** The event that an account's row must leave. */
export type AccountMade = Extract<PeopleEvent, { name: 'account-made' }>;

/** Opens a log-in, without a password when `hash` is null. Gives the event of it: whoever calls passes it on to the trail. */
export async function addAccount(
  db: WriteHandle,
  account: {
    person: PersonId;
    sort: PersonRow['kind'];
    loginName: string;
    hash: string | null;
    /** True when another person chose the password. */
    byAnother?: boolean;
  },
  now: Temporal.Instant,
): Promise<AccountMade> {
  await owned.write(db).insert('account', {
    person_id: account.person,
    login_name: account.loginName,
    password_hash: account.hash,
    password_set_at: account.hash === null ? null : now.toString(),
    set_by_another: account.byAnother === true ? 1 : 0,
    closed_at: null,
    version: 1,
  });
  return { name: 'account-made', subject: account.person, data: { sort: account.sort } };
}

/** Changes a log-in, if it is still in the version it was read in. */
export async function changeAccount(
  db: WriteHandle,
  row: Pick<AccountRow, 'person_id' | 'version'>,
  change: Partial<Omit<AccountRow, 'person_id' | 'school_id' | 'version'>>,
): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('account')
      .set({ ...change, version: row.version + 1 })
      .where('person_id', '=', row.person_id)
      .where('version', '=', row.version),
  );
}

/** Puts a password in the place of the one there is. Every session begun with the old one is over (`personActor`). */
export async function changePasswordOf(
  db: WriteHandle,
  row: Pick<AccountRow, 'person_id' | 'version'>,
  password: { readonly hash: string; readonly byAnother: boolean },
  now: Temporal.Instant,
  more: { readonly login_name?: string; readonly closed_at?: null } = {},
): Promise<void> {
  await changeAccount(db, row, {
    ...more,
    password_hash: password.hash,
    password_set_at: now.toString(),
    set_by_another: password.byAnother ? 1 : 0,
  });
}

/** The periods of roles of a person, newest first, with their ids. */
export async function rolePeriods(db: ReadHandle, person: PersonId) {
  return owned
    .read(db)
    .select('person_role')
    .select(['id', 'role', 'from_day', 'until_day'])
    .where('person_id', '=', person)
    .orderBy('from_day', 'desc')
    .orderBy('id')
    .execute();
}

/** The classes a person teaches on a day. */
export async function classesTaught(db: ReadHandle, person: PersonId, today: string): Promise<readonly Id<'class'>[]> {
  const rows = await owned
    .read(db)
    .select('class_member')
    .select('class_id')
    .where('person_id', '=', person)
    .where('part', '=', 'teacher')
    .where('from_day', '<=', today)
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .$castTo<{ class_id: Id<'class'> }>()
    .execute();
  return rows.map((row) => row.class_id);
}
