import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { registerEvents } from '../events.ts';
import { grantsOf } from '../grants.ts';
import { liveStates } from '../entry.ts';
import { countsByRegister, countsWhere } from '../lists.ts';
import { mayAdd, mayRead, maySeeRegisters, mayShape } from '../policy.ts';
import type { RegisterParts } from '../register-parts.ts';
import { allShapes } from '../shapes.ts';

/** The registers that somebody may open, with how many entries each has: of those that they may read. */
export const makeSeeRegisters = (parts: RegisterParts) =>
  query({
    name: 'registers.see-registers',
    input: z.object({}),
    events: registerEvents,
    load: wholeSchool,
    policy: (actor) => maySeeRegisters(actor),
    answer: async (db, { actor, now }) => {
      const grants = await grantsOf(db, actor, now);
      const counts = await countsByRegister(db);
      const overdue = await countsWhere(db, { states: liveStates, dueBefore: schoolDay(now).toString() });
      const waiting = await countsWhere(db, { states: ['waiting'] });
      const registers = (await allShapes(db, parts.declared)).flatMap(({ shape, version }) => {
        const standing = { shape, grants };
        const reads = mayRead(actor, standing).allowed;
        const adds = mayAdd(actor, standing).allowed;
        if (!reads && !adds) return [];
        const { code } = shape;
        const told = reads && shape.restricted !== true;
        return [
          {
            shape,
            own: version > 0,
            reads,
            adds,
            count: reads ? ((told ? counts.get(code) : undefined) ?? { count: 0, newest: '' }) : undefined,
            overdue: told ? (overdue.get(code) ?? 0) : 0,
            waiting: told ? (waiting.get(code) ?? 0) : 0,
          },
        ];
      });
      return { registers, mayMake: mayShape(actor).allowed };
    },
    leaves: 'It shows which registers there are and how many entries each has, are overdue or wait, and no entry.',
  });
