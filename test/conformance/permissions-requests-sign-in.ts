import { anAdult, actorFor, worked } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { AnyCommand } from '../../src/platform/commands/command.ts';
import { asId } from '../../src/platform/ids/ids.ts';
import type { Given, Wanted } from './permissions-given.ts';
import { newest } from './permissions-world.ts';

/** What the requests about signing in carry (see permissions-requests.ts). */

function commandNamed({ world }: Wanted, name: string): AnyCommand {
  const found = world.modules.flatMap((module) => module.commands).find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no command ${name}`);
  return found;
}

async function done(wanted: Wanted, by: PersonActor, name: string, input: unknown): Promise<void> {
  worked(await wanted.world.runner.run(commandNamed(wanted, name), by, input));
}

const settings = { clientId: 'a-client', secret: 'a-secret', domain: 'school.example' };

/** The settings of one service, filled in anew, and so off. */
async function provider(wanted: Wanted): Promise<Given> {
  const kind = 'google';
  await done(wanted, await wanted.at.actor('technician'), 'people.fill-in-provider', { kind, ...settings });
  return { params: { kind }, body: settings };
}

async function groupRole(wanted: Wanted): Promise<Given> {
  const { world, at } = wanted;
  const group = { group: world.ids.next(), role: 'office' };
  await done(wanted, await at.actor('technician'), 'people.add-group-role', group);
  return { params: { group: await newest(world, 'sso_group', { school_id: at.school }) } };
}

async function providerAccount(wanted: Wanted): Promise<Given> {
  const { world, at } = wanted;
  const visitor = { kind: 'visitor', school: at.school, request: asId<'request'>('test') } as const;
  const person = await anAdult(world, at.school, { roles: ['staff'] });
  const account = { person, kind: 'google', issuer: 'https://accounts.google.com', subject: world.ids.next() };
  worked(await world.runner.run(commandNamed(wanted, 'people.bind-provider-account'), visitor, account));
  return { params: { identity: await newest(world, 'sso_identity', { school_id: at.school }) } };
}

function whose({ at, who, subject }: Wanted): string {
  switch (subject) {
    case 'a member of staff':
      return at.others.colleague;
    case 'a DSL with a password':
      return at.others.dslWithPassword;
    case 'a pupil':
      return at.others.untaught;
    case 'a parent':
      return at.others.parent;
    default:
      return who === 'nobody' ? at.others.colleague : at.person(who);
  }
}

/** A reset of somebody whom nobody used before. */
async function reset(wanted: Wanted): Promise<Given> {
  const { world, at, subject } = wanted;
  const person = await anAdult(world, at.school, { roles: ['dsl'] });
  const by =
    subject === 'one that a DSL asked for'
      ? await actorFor(world, at.school, at.others.dslWithPassword)
      : await at.actor('technician');
  await done(wanted, by, 'people.ask-reset', { person, what: 'password', way: 'person' });
  return { params: { reset: await newest(world, 'account_reset', { school_id: at.school }) } };
}

export const signInRequests: Readonly<Record<string, (wanted: Wanted) => Given | Promise<Given>>> = {
  '/people/:person/reset': (wanted) => ({
    params: { person: whose(wanted) },
    body: { what: 'password', way: 'person' },
  }),
  '/people/resets/:reset/cancel': reset,
  '/people/resets/:reset/confirm': reset,
  '/people/single-sign-on/:kind': () => ({ params: { kind: 'google' }, body: settings }),
  '/people/single-sign-on/:kind/test': provider,
  '/people/single-sign-on/:kind/on': provider,
  '/people/single-sign-on/:kind/off': provider,
  '/people/single-sign-on/microsoft/groups': ({ world }) => ({ body: { group: world.ids.next(), role: 'office' } }),
  '/people/single-sign-on/groups/:group/confirm': groupRole,
  '/people/single-sign-on/groups/:group/end': groupRole,
  '/people/single-sign-on/accounts/:identity/forget': providerAccount,
  '/sign-in/forgotten': ({ who }) => ({ body: { name: `${who}@nowhere.example` } }),
  '/reset/:token': () => ({ params: { token: 'x'.repeat(43) } }),
};
