import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import type { Duty, DutyLine } from '../module.ts';
import { liveStates } from './entry.ts';
import { grantsOf, holdsAny } from './grants.ts';
import { countsWhere } from './lists.ts';
import { mayAdd, mayRead } from './policy.ts';
import { decidersOf, type RegisterParts } from './register-parts.ts';
import { allShapes } from './shapes.ts';

/** Home has seven lines for everything: more registers than these are told of together. */
const MOST_LINES = 3;

/** What waits in the registers for somebody: their decision, or an entry whose day has passed. Restricted registers are in no line. */
export const registerDuties = (parts: RegisterParts): readonly Duty[] => [
  {
    code: 'register-approvals',
    title: 'Decide on what waits for approval in the registers',
    passes: 'with-the-post',
    linesFor: async (db, actor, { now }) => {
      if (actor.kind !== 'person') return [];
      const waiting = await countsWhere(db, { states: ['waiting'], notBy: actor.person });
      if (waiting.size === 0) return [];
      const grants = await grantsOf(db, actor, now);
      const lines: DutyLine[] = [];
      for (const { shape } of await allShapes(db, parts.declared)) {
        const count = waiting.get(shape.code) ?? 0;
        if (count === 0 || shape.restricted === true) continue;
        if (!holdsAny(grants, await decidersOf(parts, db, shape))) continue;
        const text = `${shape.title}: ${formatPlural(count, 'entry waits', 'entries wait')} for your decision`;
        lines.push({ text, href: `/registers/${shape.code}?state=waiting`, action: 'Decide', urgency: 2 });
      }
      return together(lines, 'registers have entries that wait for your decision', 'Decide');
    },
  },
  {
    code: 'register-overdue',
    title: 'See to entries of the registers whose day has passed',
    passes: 'with-the-post',
    linesFor: async (db, actor, { now }) => {
      if (actor.kind !== 'person') return [];
      const overdue = await countsWhere(db, { states: liveStates, dueBefore: schoolDay(now).toString() });
      if (overdue.size === 0) return [];
      const grants = await grantsOf(db, actor, now);
      const lines = (await allShapes(db, parts.declared)).flatMap(({ shape }): DutyLine[] => {
        const count = overdue.get(shape.code) ?? 0;
        if (count === 0 || shape.restricted === true) return [];
        // Whoever keeps a register sees to it: who may add to it and reads all of it.
        const standing = { shape, grants };
        if (!mayAdd(actor, standing).allowed || !mayRead(actor, standing).allowed) return [];
        const text = `${shape.title}: ${formatPlural(count, 'entry', 'entries')} ${shape.due?.says ?? 'overdue'}`;
        return [{ text, href: `/registers/${shape.code}?due=overdue`, action: 'See to it', urgency: 3 }];
      });
      return together(lines, 'registers have entries whose day has passed', 'See them');
    },
  },
];

function together(lines: readonly DutyLine[], what: string, action: string): readonly DutyLine[] {
  const [first] = lines;
  if (first === undefined || lines.length <= MOST_LINES) return lines;
  return [{ text: `${String(lines.length)} ${what}`, href: '/registers', action, urgency: first.urgency }];
}
