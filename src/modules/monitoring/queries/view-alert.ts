import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { query } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { incidentsAbout } from '../../incidents/index.ts';
import { findPerson, namesOf } from '../../people/index.ts';
import { clauseText, policyProfiles } from '../../policy/index.ts';
import { findAlert, type Alert } from '../alerts.ts';
import { monitoringEvents } from '../events.ts';
import { eventsOfAlert } from '../lists.ts';
import { mayWorkAlert } from '../policy.ts';
import { whoIs } from '../who.ts';

/** Events of one alert that a page shows: the newest. */
export const SHOWN_EVENTS = 50;

async function contextOf(db: ReadHandle, alert: Alert, { actor, now }: { actor: Actor; now: Temporal.Instant }) {
  const events = await eventsOfAlert(db, alert.id, SHOWN_EVENTS);
  const clause = events[0]?.clause ?? null;
  const closer = alert.closed === null ? undefined : (await namesOf(db, [alert.closed.by])).get(alert.closed.by);
  const person = alert.person === null ? undefined : await findPerson(db, alert.person, now);
  return {
    alert,
    who: await whoIs(db, alert, now),
    /** Whose visits can be looked at: nobody's when nobody is known. */
    person: person?.id ?? null,
    events,
    /** What people call the filtering levels, by code. */
    levels: new Map((await policyProfiles(db)).map((profile) => [profile.code, profile.label])),
    clauseText: clause === null ? undefined : await clauseText(db, clause),
    incidents: alert.person === null ? 0 : await incidentsAbout(db, actor, alert.person),
    closer: closer ?? 'Somebody who is no longer in the records',
  };
}

export type AlertContext = Awaited<ReturnType<typeof contextOf>>;

/** One alert with what is known around it. The page itself, and the forms that close it or make an incident of it, ask this. */
export const viewAlert = query({
  name: 'monitoring.view-alert',
  input: z.object({ id: recordId<'alert'>() }),
  events: monitoringEvents,
  load: (db, input) => findAlert(db, input.id),
  policy: mayWorkAlert,
  answer: (db, { subject, actor, now }) => contextOf(db, subject, { actor, now }),
  leaves: (_value, { subject }) => [
    { name: 'alert-viewed', subject: subject.id, data: { person: subject.person, events: subject.events } },
  ],
});
