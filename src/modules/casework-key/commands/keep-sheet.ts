import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import type { SealingKeys } from '../../../platform/db/sealing.ts';
import { caseworkKeyEvents } from '../events.ts';
import { mayKeepSheet } from '../policy.ts';
import { sheetTables } from '../sheets.ts';

/** Says that the sheet which was shown to oneself is printed and in the safe. */
export const keepSheet = (keys: SealingKeys) =>
  command({
    name: 'casework-key.keep-sheet',
    input: z.object({}),
    events: caseworkKeyEvents,
    load: wholeSchool,
    policy: mayKeepSheet,
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in first.');
      const [{ id: key }] = keys;
      const result = await sheetTables
        .write(db)
        .update('casework_sheet')
        .set({ kept_at: now.toString() })
        .where('person_id', '=', actor.person)
        .where('key_id', '=', key)
        .where('kept_at', 'is', null)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) return failed('', 'Show the key and print it first');
      return done(undefined, { name: 'casework-key-kept', subject: key, data: { key } });
    },
  });
