import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { countForFile, csvFile } from '../csv-file.ts';
import { allFields } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { registerInput } from '../input.ts';
import { readListAddress } from '../list-address.ts';
import { mayRead } from '../policy.ts';
import { isHiddenFrom, standingBefore, type RegisterParts } from '../register-parts.ts';
import { surroundingsFor } from '../surroundings.ts';

/** What the address names, as a file: every column. Each copy is recorded, whatever the register holds. */
export const makeDownloadCsv = (parts: RegisterParts) =>
  query({
    name: 'registers.download-csv',
    input: z.looseObject(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayRead(actor, standing),
    answer: async (db, { subject: { shape }, input, actor, now }) => {
      const { filter } = readListAddress(shape, input, now);
      const shown = (entry: Parameters<typeof isHiddenFrom>[2]): boolean => !isHiddenFrom(actor, shape, entry);
      const around = await surroundingsFor(db, allFields(shape), now);
      const asked = { shape, filter, shown, now };
      return {
        register: shape.code,
        rows: await countForFile(db, asked),
        body: csvFile(db, { ...asked, around }),
      };
    },
    leaves: (value) => [{ name: 'register-exported', subject: value.register, data: { rows: value.rows } }],
  });
