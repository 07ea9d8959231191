import { formatPlural } from '../../platform/views/format.ts';
import type { Duty, ModuleParts } from '../module.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { actorLike, findPerson, leftPeople } from '../people/index.ts';
import { openWork } from './open-work.ts';
import { mayHandOverForOthers } from './policy.ts';

/** How many people get a line each: more than leave on one day. */
const MOST_LEAVERS = 20;

/** What lies in the name of somebody who has left, or whose post ended, is handed over: however it ended (roster, groups, by hand). */
export function handOpenWorkOver(parts: Pick<ModuleParts, 'whole'>): Duty {
  return {
    code: 'hand-open-work-over',
    title: 'Open work of those who leave is handed over',
    linesFor: async (db, actor, { now }) => {
      if (!mayHandOverForOthers(actor).allowed) return [];
      const things = await openWork(parts.whole(), db, actor);
      const holders = [...new Set(things.map((thing) => thing.holder))];
      const left = await leftPeople(db, holders.slice(0, 500), now);
      const lines = [];
      for (const holder of holders) {
        if (lines.length >= MOST_LEAVERS) break;
        const person = await findPerson(db, holder, now);
        if (person === undefined) continue;
        const as = actorLike(db.school, person);
        const stuck = things.filter((thing) => thing.holder === holder && (left.has(holder) || !thing.canGoOn(as)));
        if (stuck.length > 0) lines.push(lineFor(person, stuck.length, left.has(holder)));
      }
      return lines;
    },
  };
}

function lineFor(person: { id: PersonId; name: string }, things: number, hasLeft: boolean) {
  const open = formatPlural(things, 'open thing');
  return {
    text: hasLeft
      ? `${person.name} has left and holds ${open}`
      : `${person.name} holds ${open} and no longer has the post for ${things === 1 ? 'it' : 'them'}`,
    href: `/people/${person.id}/hand-over`,
    action: things === 1 ? 'Hand it over' : 'Hand them over',
    urgency: 2 as const,
  };
}
