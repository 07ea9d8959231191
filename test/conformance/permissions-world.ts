import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { importRosterFolder } from '../../src/modules/people/roster/import-folder.ts';
import {
  actorFor,
  aLogIn,
  anAdult,
  aPupil,
  aSchool,
  ADULT_PASSWORD,
  PUPIL_PASSWORD,
} from '../../src/modules/people/testing.ts';
import { aPolicy } from '../../src/modules/policy/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import { roles, type Role } from '../../src/platform/access/roles.ts';
import { asId, type PersonId, type SchoolId } from '../../src/platform/ids/ids.ts';
import { makeWorld, type World } from '../support/world.ts';

/** A school with one person in each role, and others for them to come across. */
export interface SeededSchool {
  readonly school: SchoolId;
  /** The last part of every name in it. */
  readonly family: string;
  /** The person who asks in this role. */
  person(role: Role): PersonId;
  /** The same as an actor, for builders. */
  actor(role: Role): Promise<PersonActor>;
  readonly others: {
    /** In the class that staff and the deputy head teach. */
    readonly taught: PersonId;
    readonly untaught: PersonId;
    readonly parent: PersonId;
    /** A member of staff who is nobody's example of a role. */
    readonly colleague: PersonId;
    readonly dslWithPassword: PersonId;
    readonly dslWithout: PersonId;
  };
}

/** The last part of every name in the other school: nobody in this one may ever see it. */
export const FARAWAY = 'Faraway';

/** Two schools in one installation, and a browser's cookie for everybody who asks in the first. */
export interface Seeded {
  readonly world: World;
  readonly here: SeededSchool;
  readonly there: SeededSchool;
  readonly sessions: Map<Role, string>;
}

/** Seeds both schools, with the village pack in force. */
export async function seeded(): Promise<Seeded> {
  const world = await makeWorld({ seed: 'permissions' });
  const here = await aSeededSchool(world, 'Hollybank Primary School', 'Near');
  const there = await aSeededSchool(world, `${FARAWAY} Primary School`, FARAWAY);
  const sessions = new Map<Role, string>();
  for (const role of roles) {
    sessions.set(role, await world.parts.sessions.start(here.school, here.person(role), 'test'));
  }
  return { world, here, there, sessions };
}

/** How the person who asks in a role is called. */
export function askerName(role: Role, family: string): string {
  return role === 'pupil' ? `Junior ${family}` : `Asking ${family}-${role}`;
}

async function aSeededSchool(world: World, name: string, family: string): Promise<SeededSchool> {
  const school = await aSchool(world, { name });
  await importRosterFolder(world, { school, folder: rosterFolder(world, family), dryRun: false });
  const parent = await newest<'person'>(world, 'person', { school_id: school, family_name: `Parent-${family}` });
  const oak = `Oak-${family}`;
  const others = {
    taught: await aPupil(world, school, { given: 'Oakley', family, class: oak }),
    untaught: await aPupil(world, school, { given: 'Elmer', family, year: '2', class: `Elm-${family}` }),
    parent,
    colleague: await anAdult(world, school, { roles: ['staff'], given: 'Colleague', family }),
    dslWithPassword: await anAdult(world, school, { roles: ['dsl'], given: 'Keyholder', family }),
    dslWithout: await anAdult(world, school, { roles: ['dsl'], given: 'Newcomer', family }),
  };
  await aLogIn(world, school, others.dslWithPassword, {
    name: `keyholder@${family}.example`.toLowerCase(),
    password: ADULT_PASSWORD,
  });
  const people = new Map<Role, PersonId>();
  for (const role of roles) {
    if (role === 'parent') people.set(role, parent);
    else if (role === 'pupil') {
      // With a log-in of their own: a pupil's session must be refused for what they are, not for want of one.
      const own = { class: `Ash-${family}`, username: `junior.${family}`.toLowerCase(), password: PUPIL_PASSWORD };
      people.set(role, await aPupil(world, school, { given: 'Junior', family, ...own }));
    } else {
      const classes = role === 'staff' || role === 'deputy-head' ? [oak] : [];
      people.set(
        role,
        await anAdult(world, school, { roles: [role], given: 'Asking', family: `${family}-${role}`, classes }),
      );
    }
  }
  await aPolicy(world, school);
  const person = (role: Role): PersonId => {
    const found = people.get(role);
    if (found === undefined) throw new Error(`nobody is ${role}`);
    return found;
  };
  return { school, family, person, actor: (role) => actorFor(world, school, person(role)), others };
}

/** A roster with one parent: parents come by the roster only. */
function rosterFolder(world: World, family: string): string {
  const folder = join(world.folder, `roster-${family}`);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(rosterFiles(family))) writeFileSync(join(folder, `${file}.csv`), text);
  return folder;
}

/** The texts of a small roster. */
export function rosterFiles(family: string): { classes: string; users: string; enrollments: string } {
  return {
    classes: `title,sourcedId,grades\nYew-${family},c1,04\n`,
    users: [
      'sourcedId,familyName,givenName,role,grades,agentSourcedIds,email',
      `p1,${family},Child,student,04,g1,`,
      `g1,Parent-${family},Asking,parent,,,parent@${family.toLowerCase()}.example`,
    ].join('\n'),
    enrollments: 'userSourcedId,classSourcedId,role\np1,c1,student\n',
  };
}

/** The id of the newest row with these values: tests read ids in the tables, and change records by commands only. */
export async function newest<Kind extends string>(
  world: World,
  table: string,
  where: Readonly<Record<string, string>>,
): Promise<ReturnType<typeof asId<Kind>>> {
  let rows = world.store.reading.selectFrom(table).select('id');
  for (const [column, value] of Object.entries(where)) rows = rows.where(column, '=', value);
  const [row] = await rows.orderBy('id', 'desc').limit(1).execute();
  if (row === undefined) throw new Error(`no ${table} with ${JSON.stringify(where)}`);
  return asId<Kind>(String(row['id']));
}
