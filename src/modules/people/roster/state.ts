import { setImmediate as pause } from 'node:timers/promises';

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

/** So many rows are read at once; then others get their turn (contracts.md, "Writing": 20 ms at most). */
const ROWS = 1000;

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

/** Reads the state in pieces, with a pause after each. */
export async function readState(db: ReadHandle, today: string): Promise<StateRows> {
  const read = owned.read(db);
  const people = await inPieces((after) =>
    read.select('person').selectAll().where('id', '>', after).orderBy('id').limit(ROWS).execute(),
  );
  const identities = await inPieces(async (after) => {
    const rows = await read
      .select('person_identity')
      .selectAll()
      .where('person_id', '>', after)
      .orderBy('person_id')
      .limit(ROWS)
      .execute();
    return rows.map((row) => ({ ...row, id: row.person_id }));
  });
  const roles = await inPieces((after) =>
    read
      .select('person_role')
      .select(['id', 'person_id', 'role'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const members = await inPieces((after) =>
    read
      .select('class_member')
      .select(['id', 'person_id', 'class_id', 'part'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const links = await inPieces((after) =>
    read
      .select('guardian')
      .select(['id', 'pupil_id', 'contact_id', 'relation'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const classes = await read.select('school_class').selectAll().orderBy('id').execute();
  return { people, identities, roles, members, links, classes };
}

async function inPieces<Row extends { readonly id: string }>(
  next: (after: string) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const rows = await next(all.at(-1)?.id ?? '');
    // Rows of node:sqlite have no prototype, which cannot be sent to a worker as it is.
    for (const row of rows) all.push({ ...row });
    if (rows.length < ROWS) return all;
    await pause();
  }
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
