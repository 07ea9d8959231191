import { openBrowser, type Browser } from '../../../test/support/browser.ts';
import { makePasswordQuick } from '../../../test/support/quick-password.ts';
import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { Outcome } from '../../platform/commands/command.ts';
import { asId, type PersonId, type SchoolId } from '../../platform/ids/ids.ts';
import { personActor } from './actor.ts';
import { addClassByHand } from './commands/add-class.ts';
import { addPersonByHand } from './commands/add-person.ts';
import { makeEndRoleToday } from './commands/end-role.ts';
import { setLogIn } from './commands/set-log-in.ts';
import { noteSignIn } from './commands/sign-in.ts';
import { givePost } from './posts/give-post.ts';
import type { PlainPost } from './posts/words.ts';
import { classesNamed } from './queries/classes-named.ts';

export { aSchool } from '../school/testing.ts';

/** A pupil of Year 4 in Oak class unless told otherwise. With `password` they can sign in at the gate (name: given.family). */
export async function aPupil(
  world: World,
  school: SchoolId,
  given: { given?: string; family?: string; year?: string; class?: string; username?: string; password?: string } = {},
): Promise<PersonId> {
  const name = { given: given.given ?? 'Sam', family: given.family ?? 'Hill' };
  const person = worked(
    await world.runner.run(addPersonByHand, world.commandLine(school), {
      kind: 'pupil',
      ...name,
      yearGroup: given.year ?? '4',
      classes: [await aClass(world, school, given.class ?? 'Oak')],
    }),
  );
  if (given.username !== undefined || given.password !== undefined) {
    const username = given.username ?? `${name.given}.${name.family}`.toLowerCase();
    await aLogIn(world, school, person, { name: username, password: given.password ?? PUPIL_PASSWORD });
  }
  return person;
}

/** The passwords of builders: what a test types into the real sign-in pages. */
export const ADULT_PASSWORD = 'kettle marble sunrise';
export const PUPIL_PASSWORD = 'otter-spoon';

/** An adult with these roles, teaching these classes (by name). With `password` they can sign in through the page; `signedIn` needs none. */
export async function anAdult(
  world: World,
  school: SchoolId,
  given: {
    roles: readonly Role[];
    given?: string;
    family?: string;
    email?: string;
    classes?: readonly string[];
    password?: string;
  },
): Promise<PersonId> {
  const classes = [];
  for (const name of given.classes ?? []) classes.push(await aClass(world, school, name));
  const first = given.given ?? 'Alex';
  const family = given.family ?? `Reed-${given.roles[0] ?? 'staff'}`;
  const email =
    given.email ?? `${first}.${family}.${world.ids.secret(6)}@school.example`.toLowerCase().replaceAll('_', '-');
  const person = worked(
    await world.runner.run(addPersonByHand, world.commandLine(school), {
      kind: 'adult',
      given: first,
      family,
      email,
      roles: [...given.roles],
      classes,
    }),
  );
  if (given.password !== undefined) await aLogIn(world, school, person, { name: email, password: given.password });
  return person;
}

/** Gives somebody a post without rights, from the beginning of the month. */
export async function aPostHolder(world: World, school: SchoolId, person: PersonId, post: PlainPost): Promise<void> {
  const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'], family: 'Appointing' }));
  worked(await world.runner.run(givePost, head, { person, post, from: '2026-11-01' }));
}

/** The id of the class of this name, added when there is none. */
export async function aClass(world: World, school: SchoolId, name: string, year = ''): Promise<string> {
  const [known] = await world.runner.ask(classesNamed, world.commandLine(school), { name });
  return (
    known?.id ?? worked(await world.runner.run(addClassByHand, world.commandLine(school), { name, yearGroup: year }))
  );
}

/** A log-in for somebody, with a password. */
export async function aLogIn(
  world: World,
  school: SchoolId,
  person: PersonId,
  given: { name: string; password: string },
): Promise<void> {
  worked(
    await world.runner.run(setLogIn, world.commandLine(school), {
      person,
      loginName: given.name,
      password: given.password,
    }),
  );
  await makePasswordQuick(world, person, given.password);
}

/** A browser in which this person is signed in, by a session begun as the sign-in page begins it. */
export async function signedIn(world: World, person: PersonId, school: SchoolId): Promise<Browser> {
  const secret = await world.parts.sessions.start(school, person, 'test');
  return openBrowser(world.web, [['sg_session', secret]]);
}

/** The actor this person is today. */
export async function actorFor(world: World, school: SchoolId, person: PersonId): Promise<PersonActor> {
  const actor = await personActor(world.parts, { school, person, request: asId('test') });
  if (actor === undefined) throw new Error('this person cannot sign in');
  return actor;
}

/** Puts a sign-in by password into the trail, as sign-in does once it has let somebody through. */
export async function notedSignIn(world: World, school: SchoolId, person: PersonId): Promise<void> {
  const visitor = { kind: 'visitor', school, request: world.ids.next<'request'>() } as const;
  worked(await world.runner.run(noteSignIn, visitor, { person, at: 'web', by: 'password', browser: 'known' }));
}

/** The value of an outcome that must be good. */
export function worked<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`the builder's command failed: ${JSON.stringify(outcome.errors)}`);
  return outcome.value;
}

/** Ends somebody's role as the page does, and says how that ended: it is refused while they hold open work that needs it. */
export async function endRoleOf(
  world: World,
  by: PersonActor,
  given: { person: PersonId; role: Role },
): Promise<Outcome<PersonId>> {
  return world.runner.run(makeEndRoleToday(world.parts), by, given);
}
