import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { choice, optionalText, recordId, text } from '../../../platform/forms/fields.ts';
import { SCHOOL_TIME_ZONE } from '../../../platform/time/clock.ts';
import { categories, dangers, incidentEvents, mayReport, reportIncident } from '../../incidents/index.ts';
import { findAlert } from '../alerts.ts';
import { monitoringEvents } from '../events.ts';
import { mayWorkAlert } from '../policy.ts';
import { owned, stamp } from '../tables.ts';

const events = { ...monitoringEvents, 'incident-reported': incidentEvents['incident-reported'] };

/**
 * Makes an incident of an open alert, with the alert's person, first time and device filled in, and closes the alert. From here on the
 * incident says who may read it; an alert about an adult becomes an incident of the narrower kind by itself.
 */
export function makeMakeIncident() {
  return command({
    name: 'monitoring.make-incident',
    input: z.object({
      id: recordId<'alert'>(),
      details: text('what happened', 5000),
      danger: choice(dangers.codes, 'Choose whether a child is in danger now'),
      category: choice(categories.codes, 'Choose what kind of thing it was'),
      place: optionalText('where it was', 200),
    }),
    events,
    load: (db, input) => findAlert(db, input.id),
    policy: (actor, subject) => {
      const report = mayReport(actor);
      return report.allowed ? mayWorkAlert(actor, subject) : report;
    },
    prepare: nothing,
    effect: async ({ db, actor, input, subject, now, newId }) => {
      if (subject.state === 'closed') return failed('', 'This alert is closed already.');
      if (actor.kind !== 'person') return failed('', 'Only a person makes an incident of an alert.');
      const began = subject.first.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
      const { incidentId, event } = await reportIncident(
        { db, actor, now, newId },
        {
          details: input.details,
          people:
            subject.person === null
              ? []
              : [{ person: subject.person, typedName: '', part: subject.kind === 'help' ? 'affected' : 'about' }],
          about: 'general',
          danger: input.danger,
          happenedOn: began.toPlainDate(),
          happenedTime: began.toPlainTime(),
          site: 'school',
          place: input.place,
          linkedBecause: '',
          system: 'school',
          device: subject.address,
          category: input.category,
          reactions: [],
          source: 'alert',
          sourceId: subject.id,
        },
      );
      await changeOne(
        owned
          .write(db)
          .update('alert')
          .set({
            state: 'closed',
            closed_at: stamp(now),
            closed_by: actor.person,
            closing_reason: 'incident',
            closing_words: '',
            incident_id: incidentId,
            version: subject.version + 1,
          })
          .where('id', '=', subject.id)
          .where('version', '=', subject.version),
      );
      return done({ alert: subject.id, incident: incidentId }, event, {
        name: 'alert-made-incident',
        subject: subject.id,
        data: { incident: incidentId, events: subject.events },
      });
    },
    changesFilter: false,
  });
}
