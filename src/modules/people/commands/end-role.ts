import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import type { Role } from '../../../platform/access/roles.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatPlural } from '../../../platform/views/format.ts';
import type { ModuleParts } from '../../module.ts';
import { actorLike } from '../actor-like.ts';
import { closeCover, coversFrom } from '../cover/covers.ts';
import { peopleEvents } from '../events.ts';
import { findPerson, holdersOf, type PersonSummary } from '../lists.ts';
import { mayGiveRoles } from '../policy.ts';
import { endRole, rolePeriods } from '../store.ts';
import { givenRoles } from '../words.ts';

/**
 * Ends a role today: it no longer counts from this moment. The last head cannot be ended, or nobody could name the next; nor somebody's role
 * while they hold open things that they could not go on with without it (decision 24).
 */
export function makeEndRoleToday(parts: Pick<ModuleParts, 'whole'>) {
  return command({
    name: 'people.end-role',
    input: z.strictObject({
      person: recordId<'person'>('Choose a person from the list'),
      role: choice(givenRoles, 'Choose a role from the list'),
    }),
    events: peopleEvents,
    load: async (db, { person }, { now }) => {
      const found = await findPerson(db, person, now);
      return found === undefined ? undefined : { person: found, heads: (await holdersOf(db, 'head', now)).length };
    },
    policy: (actor, subject) => mayGiveRoles(actor, { person: subject.person.id, headVacant: subject.heads === 0 }),
    prepare: nothing,
    effect: async ({ db, input, subject, actor, now }) => {
      if (input.role === 'head' && subject.heads === 1) {
        return failed(
          'role',
          'Give the role of headteacher to somebody else first: a school is never without one here',
        );
      }
      const today = schoolDay(now).toString();
      const open = (await rolePeriods(db, input.person)).filter(
        (period) => period.role === input.role && (period.until_day === null || period.until_day > today),
      );
      if (open.length === 0) return failed('role', 'They do not hold this role');
      const stuck = await stuckWithout(parts, db, { actor, person: subject.person, role: input.role });
      if (stuck > 0) {
        return failed(
          'role',
          `They hold ${formatPlural(stuck, 'open thing')} that they could not go on with. Open their page and choose “Hand over their open work”: give it to a successor, or leave it with the headteacher`,
        );
      }
      for (const period of open) await endRole(db, period.id, today);
      const by = actor.kind === 'person' ? actor.person : actor.kind;
      // Nobody stands in for somebody in what is no longer theirs; and a cover whose role is ended is over.
      const over = new Set(open.map((period) => period.id));
      for (const cover of await coversFrom(db, today, input.person)) {
        const own = cover.role === input.role && cover.holder.id === input.person;
        if (own || over.has(cover.roleId)) await closeCover(db, cover, { today, at: now, by });
      }
      return done(input.person, { name: 'role-ended', subject: input.person, data: { role: input.role, on: today } });
    },
    changesFilter: true,
  });
}

/** How many open things in somebody's name they could go on with today, and not without this role. Of those that `actor` may open. */
async function stuckWithout(
  parts: Pick<ModuleParts, 'whole'>,
  db: ReadHandle,
  asked: { readonly actor: Actor; readonly person: PersonSummary; readonly role: Role },
): Promise<number> {
  const { actor, person, role } = asked;
  const now = actorLike(db.school, person);
  const after = actorLike(db.school, { ...person, roles: person.roles.filter((one) => one !== role) });
  let stuck = 0;
  for (const { passes } of parts.whole().flatMap((module) => module.duties)) {
    if (typeof passes !== 'object') continue;
    const things = await passes.openThings(db, actor, person.id);
    stuck += things.filter((thing) => thing.canGoOn(now) && !thing.canGoOn(after)).length;
  }
  return stuck;
}
