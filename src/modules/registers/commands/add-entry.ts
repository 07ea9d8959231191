import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { entryColumns } from '../entry-columns.ts';
import { entryReader } from '../entry-input.ts';
import { firstState } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { valueWords } from '../field-words.ts';
import { registerInput } from '../input.ts';
import { mayAdd } from '../policy.ts';
import { standingBefore, type RegisterParts } from '../register-parts.ts';
import { registerTables } from '../rows.ts';
import { rulesInForce } from '../rules.ts';
import { entryRow, nextNumber } from '../store.ts';
import { surroundingsFor } from '../surroundings.ts';

/** Adds an entry to a register. Where the register asks for approval it waits for it. */
export const makeAddEntry = (parts: RegisterParts) =>
  command({
    name: 'registers.add-entry',
    input: z.looseObject(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayAdd(actor, standing),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape }, actor, now, newId }) => {
      const rules = await rulesInForce(db, parts.settings, shape);
      if (rules.closed !== undefined) return failed('', rules.closed.says);
      const around = await surroundingsFor(db, shape.fields, now);
      const read = entryReader(shape.fields, around, rules)(input);
      if (!read.ok) return read;
      const id = newId<'register-entry'>();
      const number = await nextNumber(db, shape.code);
      const waits = shape.approval !== undefined;
      const columns = entryColumns(
        shape,
        { values: read.value, addedOn: schoolDay(now).toString(), closedOn: null },
        (field, value) => valueWords(field, value, around),
      );
      const entry = { id, register: shape.code, number, by: actorId(actor), at: now, closedAt: null, importId: null };
      const state = waits ? 'waiting' : firstState(shape);
      await registerTables.write(db).insert('register_entry', entryRow({ ...entry, state }, columns));
      return done({ number, waits, title: shape.title }, {
        name: 'register-entry-added',
        subject: id,
        data: { register: shape.code, number, waits },
      } as const);
    },
    changesFilter: false,
  });
