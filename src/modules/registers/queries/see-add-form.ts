import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { registerEvents } from '../events.ts';
import { registerInput } from '../input.ts';
import { mayAdd, mayOpenRegister } from '../policy.ts';
import { standingBefore, type RegisterParts } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';
import { surroundingsFor } from '../surroundings.ts';

/** What the form for a new entry needs. */
export const makeSeeAddForm = (parts: RegisterParts) =>
  query({
    name: 'registers.see-add-form',
    input: z.object(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayAdd(actor, standing),
    answer: async (db, { subject: { shape, grants }, actor, now }) => ({
      shape,
      rules: await rulesInForce(db, parts.settings, shape),
      around: await surroundingsFor(db, shape.fields, now),
      opens: mayOpenRegister(actor, { shape, grants }).allowed,
    }),
    leaves: 'It shows an empty form.',
  });
