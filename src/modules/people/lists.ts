import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { roles, staffRoles, type Role } from '../../platform/access/roles.ts';
import { asId, type Id, type PersonId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { yearGroupOf, type KeyStage } from '../school/index.ts';
import { plainName } from './plain-name.ts';
import { owned, type PeopleTables } from './rows.ts';
import { relations, type Relation } from './words.ts';

/** Somebody as other modules and pages need them: what they are on the day asked about. */
export interface PersonSummary {
  readonly id: PersonId;
  /** As people call them: "Mrs A. Okafor", "Sam Hill". */
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly roles: readonly Role[];
  readonly pupil: PupilFacts | null;
  readonly staff: boolean;
  readonly email: string | null;
}

export interface PupilFacts {
  /** Code of the year group: n, r, 1 to 6. */
  readonly yearGroup: string;
  readonly keyStage: KeyStage;
  readonly classes: readonly { readonly id: Id<'class'>; readonly name: string }[];
}

type PersonRow = Pick<
  PeopleTables['person'],
  'id' | 'kind' | 'given_name' | 'family_name' | 'display_name' | 'email' | 'year_group' | 'left_on'
>;

const summaryColumns = [
  'id',
  'kind',
  'given_name',
  'family_name',
  'display_name',
  'email',
  'year_group',
  'left_on',
] as const;

/** How many rows one `in (…)` asks for: below every database's limit on parameters. */
const CHUNK = 500;

/** One person of this school as they are on the day of `now`; undefined when there is none. People who have left are found too. */
export async function findPerson(
  db: ReadHandle,
  id: PersonId,
  now: Temporal.Instant,
): Promise<PersonSummary | undefined> {
  const row = await owned.read(db).select('person').select(summaryColumns).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const [summary] = await summariesOf(db, [row], schoolDay(now).toString());
  return summary;
}

/** These people of this school as they are on the day of `now`, with their kind, by id. Three queries for each 500, however many there are. */
export async function findPeople(
  db: ReadHandle,
  ids: Iterable<string>,
  now: Temporal.Instant,
): Promise<ReadonlyMap<PersonId, PersonSummary & { readonly kind: string }>> {
  const found = new Map<PersonId, PersonSummary & { readonly kind: string }>();
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const rows = await owned
      .read(db)
      .select('person')
      .select(summaryColumns)
      .where('id', 'in', wanted.slice(from, from + CHUNK))
      .execute();
    const kinds = new Map(rows.map((row) => [row.id, row.kind]));
    for (const one of await summariesOf(db, rows, schoolDay(now).toString())) {
      found.set(one.id, { ...one, kind: kinds.get(one.id) ?? '' });
    }
  }
  return found;
}

/** The display names of these people; ids that are not of this school are left out. */
export async function namesOf(db: ReadHandle, ids: Iterable<string>): Promise<ReadonlyMap<PersonId, string>> {
  const names = new Map<PersonId, string>();
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const rows = await owned
      .read(db)
      .select('person')
      .select(['id', 'display_name'])
      .where('id', 'in', wanted.slice(from, from + CHUNK))
      .execute();
    for (const row of rows) names.set(asId(row.id), row.display_name);
  }
  return names;
}

/** Up to 20 people who are here on the day of `now` and whose name has all the words of `text` in it, by family name. */
export async function searchPeople(
  db: ReadHandle,
  asked: { text: string; only?: 'pupils' | 'staff'; now: Temporal.Instant },
): Promise<readonly PersonSummary[]> {
  const today = schoolDay(asked.now).toString();
  let rows = owned
    .read(db)
    .select('person')
    .select(summaryColumns)
    .where('kind', '=', asked.only === 'pupils' ? 'pupil' : 'adult')
    .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
    .orderBy('sort_name')
    .limit(20);
  if (asked.only === undefined) {
    rows = owned
      .read(db)
      .select('person')
      .select(summaryColumns)
      .where('kind', 'in', ['pupil', 'adult'])
      .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
      .orderBy('sort_name')
      .limit(20);
  }
  for (const word of searchWords(asked.text)) rows = rows.where('sort_name', 'like', `%${word}%`);
  const found = await summariesOf(db, await rows.execute(), today);
  return asked.only === 'staff' ? found.filter((person) => person.staff) : found;
}

/** The words of a search as the sort name holds them: lower case, no accents, nothing that LIKE would take for a pattern. */
export function searchWords(text: string): readonly string[] {
  return plainName(text)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 5);
}

/** One person as the filter must know them. */
export interface FilterPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly audience: KeyStage | 'staff';
  readonly staff: boolean;
  /** The name they sign in with at the gate; null when they have no log-in. */
  readonly username: string | null;
}

/** Everybody the filter knows on the day of `now`: pupils and those who work in the school. Parents and governors are not among them. */
export const peopleOfTheFilter = readOnce(async (db, now: Temporal.Instant): Promise<readonly FilterPerson[]> => {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person')
    .leftJoin('account', (join) =>
      join.onRef('account.person_id', '=', 'person.id').on('account.closed_at', 'is', null),
    )
    .select(['person.id', 'person.kind', 'person.display_name', 'person.year_group', 'account.login_name'])
    .where('person.kind', 'in', ['pupil', 'adult'])
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .orderBy('person.id')
    .execute();
  const working = new Set(
    (
      await owned
        .read(db)
        .select('person_role')
        .select('person_id')
        .where('role', 'in', [...staffRoles])
        .where('from_day', '<=', today)
        .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
        .execute()
    ).map((row) => row.person_id),
  );
  return rows.flatMap((row): FilterPerson[] => {
    const known = { id: asId<'person'>(row.id), name: row.display_name, username: row.login_name };
    if (row.kind === 'pupil') {
      // A pupil whose year is not known gets the strictest level there is.
      return [{ ...known, audience: yearGroupOf(row.year_group)?.keyStage ?? 'eyfs', staff: false }];
    }
    return working.has(row.id) ? [{ ...known, audience: 'staff', staff: true }] : [];
  });
});

/** Somebody who holds a role, and how to write to them. */
export interface Holder {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
}

/** Who holds a role on the day of `now`. */
export const holdersOf = readOnce(async (db, role: Role, now: Temporal.Instant): Promise<readonly Holder[]> => {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person_role')
    .innerJoin('person', 'person.id', 'person_role.person_id')
    .select(['person.id', 'person.display_name', 'person.email'])
    .where('person_role.role', '=', role)
    .where('person_role.from_day', '<=', today)
    .where((is) => is.or([is('person_role.until_day', 'is', null), is('person_role.until_day', '>', today)]))
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .orderBy('person.sort_name')
    .execute();
  return rows.map((row) => ({ id: asId(row.id), name: row.display_name, email: row.email }));
});

/** Everybody who works here on the day of `now`, by family name: since when, of the roles they hold today, and how to write to them. */
export async function staffToday(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { id: PersonId; name: string; email: string | null; since: Temporal.PlainDate }[]> {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person_role')
    .innerJoin('person', (join) =>
      join.onRef('person.id', '=', 'person_role.person_id').onRef('person.school_id', '=', 'person_role.school_id'),
    )
    .select(['person.id', 'person.display_name', 'person.email', 'person_role.from_day'])
    .where('person_role.role', 'in', [...staffRoles])
    .where('person_role.from_day', '<=', today)
    .where((is) => is.or([is('person_role.until_day', 'is', null), is('person_role.until_day', '>', today)]))
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .orderBy('person.sort_name')
    .orderBy('person.id')
    .orderBy('person_role.from_day')
    .execute();
  const staff = new Map<string, { id: PersonId; name: string; email: string | null; since: Temporal.PlainDate }>();
  for (const row of rows) {
    // The first of somebody's rows is the oldest.
    if (staff.has(row.id)) continue;
    const since = Temporal.PlainDate.from(row.from_day);
    staff.set(row.id, { id: asId(row.id), name: row.display_name, email: row.email, since });
  }
  return [...staff.values()];
}

/** The contacts of a pupil on the day of `now` (all there ever were when left out), by name. */
export async function linkedPeople(
  db: ReadHandle,
  pupil: PersonId,
  now?: Temporal.Instant,
): Promise<readonly { contactId: PersonId; name: string; relation: Relation; email: string | null }[]> {
  let rows = owned
    .read(db)
    .select('guardian')
    .innerJoin('person', 'person.id', 'guardian.contact_id')
    .select(['guardian.contact_id', 'guardian.relation', 'person.display_name', 'person.email'])
    .where('guardian.pupil_id', '=', pupil)
    .orderBy('person.sort_name');
  if (now !== undefined) {
    const today = schoolDay(now).toString();
    rows = rows.where((is) => is.or([is('guardian.until_day', 'is', null), is('guardian.until_day', '>', today)]));
  }
  return (await rows.execute()).map((row) => ({
    contactId: asId(row.contact_id),
    name: row.display_name,
    relation: relations.find((one) => one === row.relation) ?? 'carer',
    email: row.email,
  }));
}

/** Turns rows of people into summaries, with two more queries however many there are (up to a page of rows). */
export async function summariesOf(
  db: ReadHandle,
  rows: readonly PersonRow[],
  today: string,
): Promise<readonly PersonSummary[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const held = await owned
    .read(db)
    .select('person_role')
    .select(['person_id', 'role'])
    .where('person_id', 'in', ids)
    .where('from_day', '<=', today)
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .execute();
  const pupils = rows.flatMap((row) => (row.kind === 'pupil' ? [row.id] : []));
  const memberships = pupils.length === 0 ? [] : await pupilClassesOf(db, pupils, today);
  return rows.map((row) => {
    const here = row.left_on === null || row.left_on > today;
    const mine = new Set(held.filter((one) => one.person_id === row.id).map((one) => one.role));
    if (row.kind === 'pupil') mine.add('pupil');
    if (row.kind === 'contact') mine.add('parent');
    const rolesToday = here ? roles.filter((role) => mine.has(role)) : [];
    return {
      id: asId(row.id),
      name: row.display_name,
      givenName: row.given_name,
      familyName: row.family_name,
      roles: rolesToday,
      pupil:
        row.kind === 'pupil'
          ? {
              yearGroup: row.year_group ?? '',
              keyStage: yearGroupOf(row.year_group)?.keyStage ?? 'eyfs',
              classes: memberships
                .filter((one) => one.person_id === row.id)
                .map((one) => ({ id: asId<'class'>(one.id), name: one.name })),
            }
          : null,
      staff: rolesToday.some((role) => staffRoles.includes(role)),
      email: row.email,
    };
  });
}

async function pupilClassesOf(db: ReadHandle, pupils: readonly string[], today: string) {
  return owned
    .read(db)
    .select('class_member')
    .innerJoin('school_class', 'school_class.id', 'class_member.class_id')
    .select(['class_member.person_id', 'school_class.id', 'school_class.name'])
    .where('class_member.person_id', 'in', pupils)
    .where('class_member.part', '=', 'pupil')
    .where('class_member.from_day', '<=', today)
    .where((is) => is.or([is('class_member.until_day', 'is', null), is('class_member.until_day', '>', today)]))
    .orderBy('school_class.name')
    .execute();
}
