import { z } from 'zod';

import { both } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { namesOf } from '../../people/index.ts';
import { isOwn } from '../commands/own-commands.ts';
import { registerEvents } from '../events.ts';
import { registerInput } from '../input.ts';
import { mayShape } from '../policy.ts';
import { standingBefore, type RegisterParts } from '../register-parts.ts';
import { registerTables } from '../rows.ts';

/** The form for a register of the school's own. */
export const seeNewRegister = query({
  name: 'registers.see-new-register',
  input: z.object({}),
  events: registerEvents,
  load: wholeSchool,
  policy: (actor) => mayShape(actor),
  answer: () => Promise.resolve(null),
  leaves: 'It shows an empty form.',
});

/** The columns of a register of the school's own, and its versions. */
export const makeSeeShape = (parts: RegisterParts) =>
  query({
    name: 'registers.see-shape',
    input: z.object(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => both(mayShape(actor), isOwn(standing)),
    answer: async (db, { subject: { shape, version } }) => {
      const rows = await registerTables
        .read(db)
        .select('register_own')
        .where('code', '=', shape.code)
        .select(['version', 'made_by', 'made_at'])
        .orderBy('version')
        .execute();
      const names = new Map<string, string>(
        await namesOf(
          db,
          rows.map((row) => row.made_by),
        ),
      );
      return {
        shape,
        version,
        versions: rows.map((row) => ({ ...row, by: names.get(row.made_by) ?? 'somebody who has left' })),
      };
    },
    leaves: 'It shows the columns of a register, and no entry.',
  });
