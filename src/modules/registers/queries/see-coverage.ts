import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { schoolYearOf } from '../../school/index.ts';
import { coverageGrid } from '../coverage-grid.ts';
import { registerEvents } from '../events.ts';
import { mayRead } from '../policy.ts';
import { standingBefore, type RegisterParts } from '../register-parts.ts';

/** What was taught in a school year, of the register of lessons. */
export const makeSeeCoverage = (parts: RegisterParts) =>
  query({
    name: 'registers.see-coverage',
    input: z.looseObject({ year: z.string().max(10).catch(''), for: z.string().max(10).catch('') }),
    events: registerEvents,
    load: (db, _input, asking) => standingBefore(parts, db, 'lessons', asking),
    policy: (actor, standing) => mayRead(actor, standing),
    answer: async (db, { subject: { shape }, input, now }) => {
      const thisYear = schoolYearOf(schoolDay(now));
      const asked = /^20\d\d$/.test(input.year) ? Number(input.year) : thisYear;
      const grid = await coverageGrid(db, shape, Math.min(asked, thisYear), now);
      return { grid, thisYear, yearGroup: grid.yearGroups.find(({ code }) => code === input.for) };
    },
    leaves: 'It counts lessons and names nobody.',
  });
