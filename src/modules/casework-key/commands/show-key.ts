import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { paperGroups } from '../../../platform/db/paper-key.ts';
import type { SealingKeys } from '../../../platform/db/sealing.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { holdersOf } from '../../people/index.ts';
import { caseworkKeyEvents } from '../events.ts';
import { mayKeepSheet } from '../policy.ts';
import { sheetTables } from '../sheets.ts';

/** Gives the casework key to be printed. Looking is written down, and whoever else may look is told. */
export const showKey = (keys: SealingKeys) =>
  command({
    name: 'casework-key.show-key',
    input: z.object({}),
    events: caseworkKeyEvents,
    load: wholeSchool,
    policy: mayKeepSheet,
    prepare: nothing,
    changesFilter: false,
    effect: async ({ db, actor, now, newId }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in to see the casework key.');
      const [{ id: key }] = keys;
      await sheetTables.write(db).insert('casework_sheet', {
        id: newId<'casework-sheet'>(),
        key_id: key,
        person_id: actor.person,
        shown_at: now.toString(),
        kept_at: null,
      });
      const others = new Map(
        [...(await holdersOf(db, 'head', now)), ...(await holdersOf(db, 'dsl', now))].map((one) => [one.id, one]),
      );
      others.delete(actor.person);
      for (const { id: person, email } of others.values()) {
        if (email === null) continue;
        await enqueueMail(
          db,
          { to: email, person, kind: 'casework-key-shown', fields: {} },
          { id: newId<'mail'>(), now },
        );
      }
      return done(
        { keys: keys.map((one) => ({ id: one.id, groups: paperGroups(one) })), at: now },
        { name: 'casework-key-shown', subject: key, data: { key } },
      );
    },
  });
