import { z } from 'zod';

import { failed } from '../../../platform/commands/command.ts';
import { choice, text, tick } from '../../../platform/forms/fields.ts';
import { stepInput } from '../fields.ts';
import { narrowest, sphereOf } from '../incident.ts';
import { addInvolved, candidatesFor } from '../report.ts';
import { stepCommand } from '../step-command.ts';
import { parts } from '../words.ts';

/** Names another person in an incident, with their part in it. Naming an adult who did it narrows who may see it, at once. */
export const namePerson = stepCommand({
  name: 'incidents.name-person',
  actions: ['person'],
  input: z.object({
    ...stepInput,
    name: text('the name', 100),
    part: choice(parts.codes, 'Choose what part they have in it'),
    outside: tick(),
  }),
  step: async (input, incident, acting) => {
    const found = input.outside ? [] : await candidatesFor(acting.db, input.name, acting.now);
    const [person] = found;
    if (found.length > 1) {
      return failed(
        'name',
        `Several people have that name: ${found.map((each) => each.name).join(', ')}. Write it whole`,
      );
    }
    if (person === undefined && !input.outside) {
      return failed('name', 'Nobody here has that name. Look at how it is written, or tick “not on our lists”');
    }
    if (
      person !== undefined &&
      incident.people.some((each) => each.person === person.id && each.part === input.part && each.withdrawnAt === null)
    ) {
      return failed('name', 'This person is named with that part already');
    }
    const id = acting.newId<'incident-person'>();
    await addInvolved(acting, incident.id, {
      id,
      person: person?.id ?? null,
      typedName: input.name,
      part: input.part,
      yearGroup: person?.pupil?.yearGroup ?? null,
    });
    const roles = person?.roles ?? [];
    const years = person?.pupil ? [...incident.yearGroups, person.pupil.yearGroup] : incident.yearGroups;
    return {
      action: 'person',
      entry: {
        kind: 'person',
        words: person === undefined ? input.name : '',
        facts: { part: input.part, ...(person === undefined ? {} : { person: person.id }) },
      },
      changes: {
        sphere: narrowest([incident.sphere, sphereOf('general', [{ part: input.part, roles }])]),
        year_groups: [...new Set(years)].sort().join(','),
      },
      ...(person === undefined
        ? {}
        : {
            also: [
              {
                name: 'incident-person-named',
                subject: incident.id,
                data: { person: person.id, part: input.part },
              } as const,
            ],
          }),
    };
  },
});
