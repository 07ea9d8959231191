import type { PersonActor } from '../../platform/access/access.ts';
import { roleLabels, type Role } from '../../platform/access/roles.ts';
import type { WebSession } from '../../platform/auth/web-sessions.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { PersonId, RequestId, SchoolId } from '../../platform/ids/ids.ts';
import type { ModuleParts } from '../module.ts';
import { whoSignsIn } from './queries/signed-in-person.ts';

/** Which of several roles stands at the top of the page. */
const shownFirst: readonly Role[] = [
  'head',
  'deputy-head',
  'dsl',
  'deputy-dsl',
  'lead',
  'technician',
  'office',
  'chair',
  'vice-chair',
  'governor',
  'staff',
  'parent',
  'pupil',
];

/** The name of the school as it was read with the actor. An actor lives as long as its request, and so does this. */
const schoolOf = new WeakMap<PersonActor, string>();

/** The person a web session stands for today, with roles and classes of this date; undefined when they have left or their log-in is closed. */
export async function actorOf(
  parts: Pick<ModuleParts, 'runner'>,
  session: WebSession,
  request: RequestId,
): Promise<PersonActor | undefined> {
  const { school, person, startedAt } = session;
  return personActor(parts, { school, person, request, since: startedAt, session });
}

/**
 * The actor that a person is today; undefined when they cannot sign in, or their password was set after `since`: a new password ends
 * every session begun with the old one (ASVS 5.0 7.4.3).
 */
export async function personActor(
  parts: Pick<ModuleParts, 'runner'>,
  who: {
    school: SchoolId;
    person: PersonId;
    request: RequestId;
    since?: Temporal.Instant;
    session?: NonNullable<PersonActor['session']>;
  },
): Promise<PersonActor | undefined> {
  const { school, person, request, since, session } = who;
  try {
    const found = await parts.runner.ask(whoSignsIn, { kind: 'job', name: 'web', school, request }, { person });
    if (!found.open || found.summary.roles.length === 0) return undefined;
    if (since !== undefined && found.passwordSetAt !== null) {
      if (Temporal.Instant.compare(since, Temporal.Instant.from(found.passwordSetAt)) < 0) return undefined;
    }
    const actor: PersonActor = {
      kind: 'person',
      school,
      person,
      name: found.summary.name,
      roles: new Set(found.summary.roles),
      classes: new Set<string>(found.classes),
      request,
      ...(session === undefined ? {} : { session: { id: session.id, confirmedLately: session.confirmedLately } }),
    };
    schoolOf.set(actor, found.school);
    return actor;
  } catch (error) {
    if (error instanceof Refused && error.code === 'SG-NOT-FOUND') return undefined;
    throw error;
  }
}

/** The line at the top of each page: the school's name, and the person's first role as people see it. */
export async function whoIs(
  parts: Pick<ModuleParts, 'runner'>,
  actor: PersonActor,
): Promise<{ school: string; role: string }> {
  const school = schoolOf.get(actor) ?? (await askedSchool(parts, actor));
  const first = shownFirst.find((role) => actor.roles.has(role));
  return { school, role: first === undefined ? '' : roleLabels[first] };
}

async function askedSchool(parts: Pick<ModuleParts, 'runner'>, actor: PersonActor): Promise<string> {
  const asking = { kind: 'job', name: 'web', school: actor.school, request: actor.request } as const;
  return (await parts.runner.ask(whoSignsIn, asking, { person: actor.person })).school;
}
