import { staffRoles } from '../../../platform/access/roles.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { owned, type PeopleTables } from '../rows.ts';

/** What the records say now, as a plan compares it with a roster. */
export interface RosterState {
  readonly people: readonly KnownPerson[];
  readonly classes: readonly KnownClass[];
}

export interface KnownPerson {
  readonly row: PeopleTables['person'];
  /** Posts held today, "staff" not counted. */
  readonly posts: readonly string[];
  readonly isStaff: boolean;
  readonly memberships: readonly { readonly id: string; readonly classId: string; readonly part: string }[];
  /** For a pupil: links to contacts that hold today. */
  readonly links: readonly { readonly id: string; readonly contactId: string; readonly relation: string }[];
}

export interface KnownClass {
  readonly id: string;
  readonly name: string;
  readonly yearGroup: string | null;
  readonly sourcedId: string | null;
  readonly ended: boolean;
  readonly version: number;
}

/** Reads everybody's record with what holds on the day `today` (ISO): five queries, however many people there are. */
export async function rosterState(db: ReadHandle, today: string): Promise<RosterState> {
  const read = owned.read(db);
  const rows = await read.select('person').selectAll().orderBy('id').execute();
  const held = await read
    .select('person_role')
    .select(['person_id', 'role'])
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .execute();
  const members = await read
    .select('class_member')
    .select(['id', 'person_id', 'class_id', 'part'])
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .orderBy('id')
    .execute();
  const links = await read
    .select('guardian')
    .select(['id', 'pupil_id', 'contact_id', 'relation'])
    .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
    .orderBy('id')
    .execute();
  const classes = await read.select('school_class').selectAll().orderBy('id').execute();
  const heldBy = grouped(held, (one) => one.person_id);
  const membersBy = grouped(members, (one) => one.person_id);
  const linksBy = grouped(links, (one) => one.pupil_id);
  const working: readonly string[] = staffRoles;
  return {
    people: rows.map((row) => {
      const roles = (heldBy.get(row.id) ?? []).map((one) => one.role);
      return {
        row,
        posts: roles.filter((role) => role !== 'staff'),
        isStaff: roles.some((role) => working.includes(role)),
        memberships: (membersBy.get(row.id) ?? []).map((one) => ({
          id: one.id,
          classId: one.class_id,
          part: one.part,
        })),
        links: (linksBy.get(row.id) ?? []).map((one) => ({
          id: one.id,
          contactId: one.contact_id,
          relation: one.relation,
        })),
      };
    }),
    classes: classes.map((one) => ({
      id: one.id,
      name: one.name,
      yearGroup: one.year_group,
      sourcedId: one.sourced_id,
      ended: one.ended_on !== null,
      version: one.version,
    })),
  };
}

function grouped<Row>(rows: readonly Row[], by: (row: Row) => string): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group === undefined) groups.set(by(row), [row]);
    else group.push(row);
  }
  return groups;
}
