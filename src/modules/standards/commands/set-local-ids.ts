import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { optionalText } from '../../../platform/forms/fields.ts';
import { standardEvents } from '../events.ts';
import { localIdsOf, readLocalIds } from '../local-ids.ts';
import { mayPrepare } from '../policy.ts';
import { whoDid } from '../review/access.ts';
import { standardTables } from '../rows.ts';
import { standards } from '../standard-files.ts';
import { standardCode } from './answer-aspect.ts';

/** Gives requirements the ids of a local form, all at once; earlier ones get an end. */
export const setLocalIds = command({
  name: 'standards.set-local-ids',
  input: z.object({ code: standardCode, ids: optionalText('the ids', 20_000) }),
  events: standardEvents,
  load: (_db, { code }) => Promise.resolve(standards().get(code)?.current),
  policy: mayPrepare,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: standard, newId }) => {
    const read = readLocalIds(input.ids, new Set(standard.requirements.map(({ id }) => id)));
    if ('problem' in read) return failed('ids', read.problem);
    const before = await localIdsOf(db, standard.code);
    const write = standardTables.write(db);
    const changed = [...new Set([...before.keys(), ...read.ids.keys()])].filter(
      (id) => before.get(id) !== read.ids.get(id),
    );
    for (const id of changed) {
      await write
        .update('standard_local_id')
        .set({ ended_at: now.toString() })
        .where('standard', '=', standard.code)
        .where('requirement', '=', id)
        .where('ended_at', 'is', null)
        .execute();
      const local = read.ids.get(id);
      if (local === undefined) continue;
      await write.insert('standard_local_id', {
        id: newId<'standard-local-id'>(),
        standard: standard.code,
        requirement: id,
        local_id: local,
        set_at: now.toString(),
        set_by: whoDid(actor),
        ended_at: null,
      });
    }
    return done(
      { ids: read.ids.size },
      {
        name: 'standard-ids-set',
        subject: standard.code,
        data: { standard: standard.code, ids: read.ids.size },
      },
    );
  },
  changesFilter: false,
});
