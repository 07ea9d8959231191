import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { actorId } from '../../../platform/audit/chain.ts';
import { text } from '../../../platform/forms/fields.ts';
import { uploadField } from '../../../platform/files/upload.ts';
import { mayAddFile, whyNotKept } from '../attachments.ts';
import { incidentEvents } from '../events.ts';
import { stepInput } from '../fields.ts';
import { takeStep } from '../step.ts';
import { incidentTables, loadIncident } from '../store.ts';

/** Adds a file to a case. It is in the file store before this begins; the row and the entry that refer to it are written together. */
export const addFile = command({
  name: 'incidents.add-file',
  input: z.object({
    ...stepInput,
    file: uploadField('Choose the file'),
    words: text('what the file is', 2000),
  }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayAddFile(actor, incident),
  prepare: nothing,
  effect: async (context) => {
    const { db, now, actor, input, subject } = context;
    const problem = whyNotKept(subject, input.file.kind);
    if (problem !== undefined) return failed('file', problem);
    const id = context.newId<'incident-file'>();
    const taken = await takeStep(context, subject, {
      action: 'note',
      version: input.version,
      entry: { kind: 'file', words: input.words, facts: { file: id, fileName: input.file.name } },
    });
    if (!taken.ok) return taken;
    await incidentTables.write(db).insert('incident_file', {
      id,
      incident_id: subject.id,
      name: input.file.name,
      content: input.file.content,
      kind: input.file.kind.code,
      bytes: input.file.bytes,
      added_by: actorId(actor),
      added_at: now.toString(),
    });
    return done({ id: subject.id, stillOpen: true, sphere: subject.sphere }, taken.event, {
      name: 'incident-file-added',
      subject: subject.id,
      data: { file: id, kind: input.file.kind.code },
    } as const);
  },
  changesFilter: false,
});
