import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { recordId, text } from '../../../platform/forms/fields.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { incidentEvents } from '../events.ts';
import { mayDoTask } from '../policy.ts';
import { appendEntry, changeIncident, incidentTables, loadIncident } from '../store.ts';

/** Whoever was given a task says what they did. */
export const doTask = command({
  name: 'incidents.do-task',
  input: z.object({ task: recordId<'incident-task'>(), words: text('what you did', 5000) }),
  events: incidentEvents,
  load: (db, input) =>
    incidentTables.read(db).select('incident_task').where('id', '=', input.task).selectAll().executeTakeFirst(),
  policy: (actor, task) => mayDoTask(actor, task.person_id),
  prepare: nothing,
  effect: async (context) => {
    const { db, input, now, subject } = context;
    const incident = await loadIncident(db, asId(subject.incident_id));
    if (subject.done_at !== null || incident === undefined) return failed('words', 'This task is done already');
    await changeOne(
      incidentTables
        .write(db)
        .update('incident_task')
        .set({ done_at: now.toString(), done_words: input.words })
        .where('id', '=', subject.id)
        .where('done_at', 'is', null),
    );
    await changeIncident(db, incident, {});
    await appendEntry(
      context,
      { incident: incident.id, version: incident.version + 1, from: incident.state, to: incident.state },
      { kind: 'task-done', words: input.words, facts: { task: subject.id } },
    );
    return done(incident.id, { name: 'incident-task-done', subject: incident.id, data: { task: subject.id } });
  },
  changesFilter: false,
});
