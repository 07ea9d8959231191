import assert from 'node:assert/strict';

import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { actorFor, anAdult, aSchool, worked } from '../people/testing.ts';
import { aPolicy } from '../policy/testing.ts';
import { planAction, writeSection } from './commands/work-on-review.ts';
import { offerReview } from './commands/sign-review.ts';
import { makeOpenReview, makeStartReview } from './commands/open-review.ts';
import { showReview } from './queries/show-review.ts';
import { sectionsOf } from './review/sections.ts';
import type { ReviewId } from './review/store.ts';
import type { ReviewKind } from './review/words.ts';

/** Reviews for tests, made by their own commands. */

/** A new school with a policy, and somebody in each of these roles, found by it. */
export async function aSchoolWith(
  world: World,
  roles: readonly Role[],
): Promise<{ readonly school: SchoolId; readonly who: (role: Role) => PersonActor }> {
  const school = await aSchool(world);
  const people = new Map<Role, PersonActor>();
  for (const role of roles) {
    people.set(role, await actorFor(world, school, await anAdult(world, school, { roles: [role], family: role })));
  }
  await aPolicy(world, school);
  return {
    school,
    who: (role) => {
      const found = people.get(role);
      assert.ok(found, role);
      return found;
    },
  };
}

/** A review out of turn, or the yearly one, that is being prepared. */
export async function aReview(world: World, by: PersonActor, kind: ReviewKind = 'out-of-cycle'): Promise<ReviewId> {
  return kind === 'yearly'
    ? worked(await world.runner.run(makeStartReview(world.parts), by, {})).id
    : worked(await world.runner.run(makeOpenReview(world.parts), by, { reason: 'A new way of working.' })).id;
}

/** Writes something in every section of a review. */
export async function writtenThrough(world: World, by: PersonActor, id: ReviewId, kind: ReviewKind): Promise<void> {
  for (const { code } of sectionsOf(kind)) {
    worked(await world.runner.run(writeSection, by, { id, section: code, words: `What we found about ${code}.` }));
  }
}

/** A review that is out for signature. */
export async function anOfferedReview(
  world: World,
  by: PersonActor,
  kind: ReviewKind = 'out-of-cycle',
): Promise<ReviewId> {
  const id = await aReview(world, by, kind);
  await writtenThrough(world, by, id, kind);
  worked(await world.runner.run(offerReview, by, { id }));
  return id;
}

/** An action in a review, by its owner's id. */
export async function anAction(world: World, by: PersonActor, id: ReviewId, owner: string): Promise<void> {
  worked(
    await world.runner.run(planAction, by, { id, what: 'Put the tablets on the filter', owner, due: '2026-12-11' }),
  );
}

/** What stands in a review, as somebody who may read it sees it. */
export async function contentOfReview(world: World, by: PersonActor, id: string) {
  return (await world.runner.ask(showReview, by, { id })).content;
}

/** The fingerprint of a review that is out for signature. */
export async function hashOfReview(world: World, by: PersonActor, id: string): Promise<string | null> {
  return (await world.runner.ask(showReview, by, { id })).review.sha256;
}
