import type { assignIncident } from '../../commands/assign-incident.ts';
import { seeAssign } from '../../queries/case-queries.ts';
import { roleLabels } from '../../../../platform/access/roles.ts';
import { stepForm } from '../step-form.ts';

/** Gives the case to somebody, or names the one deputy. */
export const assignPage = (command: typeof assignIncident) =>
  stepForm({
    path: 'assign',
    folder: 'assign',
    title: 'Who looks after it?',
    query: seeAssign,
    command,
    notice: 'Assigned.',
    values: ({ view: { incident } }) => ({ to: incident.namedDeputy ?? incident.assignedTo ?? '' }),
    data: ({ extra }) => ({
      people: extra.map((person) => ({
        value: person.id,
        text: person.name,
        hint: person.roles.map((role) => roleLabels[role]).join(', '),
      })),
    }),
  });
