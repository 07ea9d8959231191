import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { allowed, both, refused } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { uploadField } from '../../../platform/files/upload.ts';
import { optionalText } from '../../../platform/forms/fields.ts';
import { registerEvents } from '../events.ts';
import { entryInput, versionInput } from '../input.ts';
import { mayChange } from '../policy.ts';
import { entryBefore, type EntryStanding, type RegisterParts } from '../register-parts.ts';
import { registerTables } from '../rows.ts';
import { changeEntry } from '../store.ts';
import { changedMeanwhile, mayStillChange } from './correct-entry.ts';

/** Bytes a file may have: a scanned contract of many pages. */
export const MOST_FILE_BYTES = 20_000_000;

/** Whether this register's entries have files. */
export function takesFiles({ shape }: Pick<EntryStanding, 'shape'>) {
  return shape.files ? allowed : refused('Entries of this register have no files.');
}

/** Adds a file to an entry: a receipt, a contract, a certificate. It is in the file store before this begins. */
export const makeAddRegisterFile = (parts: RegisterParts) =>
  command({
    name: 'registers.add-file',
    input: z.object({
      ...entryInput,
      ...versionInput,
      words: optionalText('what the file is', 1000),
      file: uploadField('Choose the file'),
    }),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) =>
      both(mayChange(actor, standing, standing.entry), takesFiles(standing), mayStillChange(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, entry }, actor, now, newId }) => {
      if (input.version !== entry.version) return failed('', changedMeanwhile);
      const id = newId<'register-file'>();
      await changeEntry(db, entry, {
        id: newId(),
        kind: 'file-added',
        by: actorId(actor),
        at: now,
        state: entry.state,
        words: input.words,
        before: {},
      });
      await registerTables.write(db).insert('register_file', {
        id,
        entry_id: entry.id,
        name: input.file.name,
        content: input.file.content,
        kind: input.file.kind.code,
        bytes: input.file.bytes,
        added_by: actorId(actor),
        added_at: now.toString(),
      });
      return done({ number: entry.number }, {
        name: 'register-file-added',
        subject: entry.id,
        data: { register: shape.code, file: id, kind: input.file.kind.code },
      } as const);
    },
    changesFilter: false,
  });
