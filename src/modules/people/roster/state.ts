import { staffRoles } from '../../../platform/access/roles.ts';
import type { PeopleTables } from '../rows.ts';

/** What the records say now, as a plan compares it with a roster. */
export interface RosterState {
  readonly people: readonly KnownPerson[];
  readonly classes: readonly KnownClass[];
}

export interface KnownPerson {
  readonly row: PeopleTables['person'];
  readonly identity: PeopleTables['person_identity'] | undefined;
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

/** Everybody's rows with what holds on the day `today` (ISO), as they stand in the tables: plain data that a worker can be sent. */
export interface StateRows {
  readonly people: readonly PeopleTables['person'][];
  readonly identities: readonly PeopleTables['person_identity'][];
  readonly roles: readonly { readonly person_id: string; readonly role: string }[];
  readonly members: readonly {
    readonly id: string;
    readonly person_id: string;
    readonly class_id: string;
    readonly part: string;
  }[];
  readonly links: readonly {
    readonly id: string;
    readonly pupil_id: string;
    readonly contact_id: string;
    readonly relation: string;
  }[];
  readonly classes: readonly PeopleTables['school_class'][];
}

/** Puts the rows together, person by person. */
export function stateOf(rows: StateRows): RosterState {
  const heldBy = grouped(rows.roles, (one) => one.person_id);
  const membersBy = grouped(rows.members, (one) => one.person_id);
  const linksBy = grouped(rows.links, (one) => one.pupil_id);
  const identities = new Map(rows.identities.map((one) => [one.person_id, one]));
  const working: readonly string[] = staffRoles;
  return {
    people: rows.people.map((row) => {
      const roles = (heldBy.get(row.id) ?? []).map((one) => one.role);
      return {
        row,
        identity: identities.get(row.id),
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
    classes: rows.classes.map((one) => ({
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
