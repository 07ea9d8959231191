import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { findPerson } from '../../people/index.ts';
import { incidentEvents } from '../events.ts';
import { narrowest, sphereOf } from '../incident.ts';
import { mayReadReceipt } from '../policy.ts';
import { candidatesFor } from '../report.ts';
import { appendEntry, changeIncident, incidentTables, loadIncident } from '../store.ts';
import { tellHolders } from '../telling.ts';
import { receivers } from '../workflow-words.ts';

/** The reporter says which of several people a typed name meant, on the page after the report. */
export const sayWho = command({
  name: 'incidents.say-who',
  input: z.object({
    id: recordId<'incident'>(),
    part: recordId<'incident-person'>(),
    person: recordId<'person'>('Choose who it was'),
  }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayReadReceipt(actor, incident.reporter),
  prepare: nothing,
  effect: async (context) => {
    const { db, now, input, subject } = context;
    const part = subject.people.find((each) => each.id === input.part);
    if (part === undefined) return failed('person', 'This name is not in the report');
    if (part.person !== null || part.withdrawnAt !== null) return failed('person', 'This name is settled already');
    const candidates = await candidatesFor(db, part.typedName, now);
    const person = candidates.find((each) => each.id === input.person);
    if (person === undefined || (await findPerson(db, person.id, now)) === undefined) {
      return failed('person', 'Choose one of the people listed');
    }
    await incidentTables
      .write(db)
      .update('incident_person')
      .set({ person_id: person.id, year_group: person.pupil?.yearGroup ?? null })
      .where('id', '=', part.id)
      .where('person_id', 'is', null)
      .execute();
    const sphere = narrowest([subject.sphere, sphereOf('general', [{ part: part.part, roles: person.roles }])]);
    const years = person.pupil === null ? subject.yearGroups : [...subject.yearGroups, person.pupil.yearGroup];
    await changeIncident(db, subject, { sphere, year_groups: [...new Set(years)].sort().join(',') });
    const entry = { kind: 'person', words: '', facts: { person: person.id, part: part.part } } as const;
    await appendEntry(
      context,
      { incident: subject.id, version: subject.version + 1, from: subject.state, to: subject.state },
      entry,
    );
    if (sphere !== subject.sphere) {
      await tellHolders(context, receivers[sphere].roles, {
        ...subject,
        sphere,
        about: new Set([...subject.about, person.id]),
      });
    }
    return done(subject.id, {
      name: 'incident-person-named',
      subject: subject.id,
      data: { person: person.id, part: part.part },
    });
  },
  changesFilter: false,
});
