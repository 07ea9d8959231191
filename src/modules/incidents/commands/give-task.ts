import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { text } from '../../../platform/forms/fields.ts';
import { searchPeople } from '../../people/index.ts';
import { stepInput } from '../fields.ts';
import { stepCommand } from '../step-command.ts';
import { incidentTables } from '../store.ts';
import { tellOne } from '../telling.ts';

/** Gives one member of staff a task. They see its words and nothing else of the incident (roles.md: "tasks given"). */
export const giveTask = stepCommand({
  name: 'incidents.give-task',
  actions: ['task'],
  input: z.object({ ...stepInput, to: text('the name', 100), words: text('the task', 2000) }),
  step: async (input, incident, acting) => {
    if (incident.sphere !== 'general') {
      return failed('', 'In an incident about an adult nobody else is told, so there are no tasks');
    }
    const found = await searchPeople(acting.db, { text: input.to, only: 'staff', now: acting.now });
    const [person] = found;
    if (person === undefined) return failed('to', 'Nobody who works here has that name. Look at how it is written');
    if (found.length > 1) {
      return failed(
        'to',
        `Several people have that name: ${found.map((each) => each.name).join(', ')}. Write it whole`,
      );
    }
    if (incident.about.has(person.id))
      return failed('to', 'This person is part of what happened. Choose somebody else');
    const task = acting.newId<'incident-task'>();
    await incidentTables.write(acting.db).insert('incident_task', {
      id: task,
      incident_id: incident.id,
      person_id: person.id,
      words: input.words,
      asked_by: acting.actor.kind === 'person' ? acting.actor.person : '',
      asked_at: acting.now.toString(),
      done_at: null,
      done_words: '',
    });
    await tellOne(acting, person, { kind: 'task-waits', fields: { task } });
    return {
      action: 'task',
      entry: { kind: 'task', words: input.words, facts: { person: person.id, task } },
      also: [{ name: 'incident-task-given', subject: incident.id, data: { task, person: person.id } }],
    };
  },
});
