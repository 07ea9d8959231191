import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { loadFile, mayAddFile } from '../attachments.ts';
import { caseView } from '../case-view.ts';
import { incidentEvents } from '../events.ts';
import { mayOpen } from '../policy.ts';
import { loadIncident } from '../store.ts';

/** The form on which a file is added. */
export const seeFileForm = query({
  name: 'incidents.see-file-form',
  input: z.object({ id: recordId<'incident'>() }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayAddFile(actor, incident),
  answer: async (db, context) => ({ view: await caseView(db, context.subject, context), extra: null }),
  leaves: (_value, { subject }) => [
    { name: 'incident-viewed' as const, subject: subject.id, data: { page: 'add-file' } },
  ],
});

/** One file of a case: by the rule of the case, and each time it is opened is written down. */
export const openFile = query({
  name: 'incidents.open-file',
  input: z.object({ id: recordId<'incident'>(), file: recordId<'incident-file'>() }),
  events: incidentEvents,
  load: async (db, input) => {
    const incident = await loadIncident(db, input.id);
    const found = incident === undefined ? undefined : await loadFile(db, incident.id, input.file);
    return incident === undefined || found === undefined ? undefined : { incident, ...found };
  },
  policy: (actor, { incident }) => mayOpen(actor, incident),
  answer: (_db, { subject }) =>
    Promise.resolve({
      content: subject.row.content,
      kind: subject.row.kind,
      number: subject.number,
      incident: subject.incident.number,
    }),
  leaves: (_value, { subject }) => [
    { name: 'incident-file-opened' as const, subject: subject.incident.id, data: { file: subject.row.id } },
  ],
});
