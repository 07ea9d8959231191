import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { actorFor, aPupil, anAdult, aSchool, worked } from '../people/testing.ts';
import type { Incident, IncidentId } from './incident.ts';
import { incidentCommands } from './module-parts.ts';
import { seeCase } from './queries/case-queries.ts';
import type { Branch, Sphere } from './words.ts';

/** A school with one person in each part that incidents know, and two pupils. */
export interface Cast {
  readonly school: SchoolId;
  readonly pupil: PersonId;
  readonly other: PersonId;
  readonly teacher: PersonActor;
  readonly lead: PersonActor;
  readonly dsl: PersonActor;
  readonly deputy: PersonActor;
  readonly head: PersonActor;
  readonly deputyHead: PersonActor;
  readonly technician: PersonActor;
  readonly office: PersonActor;
  readonly governor: PersonActor;
  readonly chair: PersonActor;
  readonly viceChair: PersonActor;
}

/** Makes the cast, in a school of its own. */
export async function aCast(world: World, name = 'Willow Bank Primary School'): Promise<Cast> {
  const school = await aSchool(world, { name });
  const adult = async (role: PersonActor['roles'] extends ReadonlySet<infer R> ? R : never, family: string) =>
    actorFor(world, school, await anAdult(world, school, { roles: [role], given: 'Alex', family }));
  return {
    school,
    pupil: await aPupil(world, school, { given: 'Robin', family: 'Sample' }),
    other: await aPupil(world, school, { given: 'Jo', family: 'Example', year: '2', class: 'Elm' }),
    teacher: await adult('staff', 'Teach'),
    lead: await adult('lead', 'Lead'),
    dsl: await adult('dsl', 'Safe'),
    deputy: await adult('deputy-dsl', 'Deputy'),
    head: await adult('head', 'Head'),
    deputyHead: await adult('deputy-head', 'Second'),
    technician: await adult('technician', 'Wire'),
    office: await adult('office', 'Desk'),
    governor: await adult('governor', 'Govern'),
    chair: await adult('chair', 'Chair'),
    viceChair: await adult('vice-chair', 'Vice'),
  };
}

/** A concern logged through the form's command: about Robin Sample unless told otherwise. */
export async function aReport(
  world: World,
  by: PersonActor,
  given: {
    details?: string;
    who?: string;
    about?: Sphere;
    danger?: 'yes' | 'no';
    category?: string;
    when?: string;
  } = {},
): Promise<IncidentId> {
  return worked(
    await world.runner.run(incidentCommands().report, by, {
      details: given.details ?? 'Saw an upsetting page in the library.',
      who: given.who ?? 'Robin Sample',
      about: given.about ?? 'general',
      danger: given.danger ?? 'no',
      happened: given.when ?? '2026-11-23',
      ...(given.category === undefined ? {} : { category: given.category }),
    }),
  );
}

/** The incident as somebody who may open it sees it now. */
export async function seenBy(world: World, actor: PersonActor, id: IncidentId): Promise<Incident> {
  return (await world.runner.ask(seeCase, actor, { id })).view.incident;
}

/** Made safe by `by`. */
export async function aSafeOne(world: World, by: PersonActor, id: IncidentId): Promise<IncidentId> {
  const { version } = await seenBy(world, by, id);
  worked(
    await world.runner.run(incidentCommands().makeSafe, by, {
      id,
      version: String(version),
      safe: 'yes',
      support: 'With the learning mentor.',
    }),
  );
  return id;
}

/** Classified by `by`, after being made safe. */
export async function aClassifiedOne(
  world: World,
  by: PersonActor,
  id: IncidentId,
  branch: Branch,
  given: { about?: Sphere; category?: string } = {},
): Promise<IncidentId> {
  const before = await seenBy(world, by, id);
  if (before.state === 'make-safe') await aSafeOne(world, by, id);
  const { version } = await seenBy(world, by, id);
  worked(
    await world.runner.run(incidentCommands().classify, by, {
      id,
      version: String(version),
      branch,
      about: given.about ?? before.sphere,
      category: given.category ?? 'harmful-content',
      reason: 'From what was seen.',
    }),
  );
  return id;
}

/** Given by `by` to somebody: assigned, or named as the one deputy where it is an allegation. */
export async function anAssignedOne(
  world: World,
  by: PersonActor,
  id: IncidentId,
  to: PersonActor,
): Promise<IncidentId> {
  const { version } = await seenBy(world, by, id);
  worked(await world.runner.run(incidentCommands().assign, by, { id, version: String(version), to: to.person }));
  return id;
}

/** A task in it, given by `by` to somebody. */
export async function aTaskIn(world: World, by: PersonActor, id: IncidentId, to: PersonActor): Promise<IncidentId> {
  const { version } = await seenBy(world, by, id);
  worked(
    await world.runner.run(incidentCommands().task, by, {
      id,
      version: String(version),
      to: to.name,
      words: 'Ring home and ask.',
    }),
  );
  return id;
}

/** Somebody named in it by `by` as affected: from then on it is about them too. */
export async function alsoAffecting(world: World, by: PersonActor, id: IncidentId, name: string): Promise<IncidentId> {
  const { version } = await seenBy(world, by, id);
  const given = { id, version: String(version), name, part: 'affected' };
  worked(await world.runner.run(incidentCommands().namePerson, by, given));
  return id;
}

/** Somebody taken off it again by `by`, who was named by mistake. */
export async function withdrawnFrom(
  world: World,
  by: PersonActor,
  id: IncidentId,
  person: PersonId,
): Promise<IncidentId> {
  const { version, people } = await seenBy(world, by, id);
  const part = people.find((one) => one.person === person && one.withdrawnAt === null)?.id ?? '';
  const given = { id, version: String(version), part, reason: 'It was another child.' };
  worked(await world.runner.run(incidentCommands().withdrawPerson, by, given));
  return id;
}
