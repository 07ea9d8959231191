import type { Actor, PersonActor } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import type { DutyLine, Handover, ModuleParts, OpenThing } from '../module.ts';
import { actorLike, holdersOf } from '../people/index.ts';

type Modules = ReturnType<ModuleParts['whole']>;

/** How each module hands over what lies in people's names: the duties that say so (decision 24). */
export function handoversOf(modules: Modules): readonly Handover[] {
  return modules
    .flatMap((module) => module.duties)
    .flatMap(({ passes }) => (typeof passes === 'object' ? [passes] : []));
}

/** The open things in the name of `of` (of anybody when left out), as far as `actor` may open them. */
export async function openWork(
  modules: Modules,
  db: ReadHandle,
  actor: Actor,
  of?: PersonId,
): Promise<readonly OpenThing[]> {
  const things: OpenThing[] = [];
  for (const handover of handoversOf(modules)) things.push(...(await handover.openThings(db, actor, of)));
  return things;
}

/** What waits for the posts of `holder`, and goes with them: shown to `holder`, and to those for whom the same waits. */
export async function postWork(
  modules: Modules,
  db: ReadHandle,
  asking: { readonly actor: PersonActor; readonly now: Temporal.Instant },
  holder: PersonActor,
): Promise<readonly DutyLine[]> {
  const lines: DutyLine[] = [];
  for (const duty of modules.flatMap((module) => module.duties)) {
    if (duty.passes !== 'with-the-post') continue;
    const theirs = await duty.linesFor(db, holder, asking);
    const mine = holder.person === asking.actor.person ? theirs : await duty.linesFor(db, asking.actor, asking);
    // Whoever answers for none of it is not told how much there is.
    if (mine.length > 0) lines.push(...theirs);
  }
  return lines;
}

/** Everybody who works here today, as an actor, except `leaver`; by name. */
export async function colleaguesOf(
  db: ReadHandle,
  leaver: PersonId,
  now: Temporal.Instant,
): Promise<readonly PersonActor[]> {
  const found = new Map<PersonId, { id: PersonId; name: string; roles: Role[] }>();
  for (const role of staffRoles) {
    for (const holder of await holdersOf(db, role, now)) {
      if (holder.id === leaver) continue;
      const known = found.get(holder.id);
      if (known === undefined) found.set(holder.id, { id: holder.id, name: holder.name, roles: [role] });
      else known.roles.push(role);
    }
  }
  return [...found.values()]
    .map((person) => actorLike(db.school, person))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}
