import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { findPerson, type PersonSummary } from '../../people/index.ts';
import { filteringEvents } from '../events.ts';
import { endOf } from '../fields.ts';
import { mayStopInternet } from '../policy.ts';
import { endStop, stateOfStop, stopInternet, stopsOf } from '../records/stops.ts';
import { lengthCodes } from '../words.ts';

/** The person a stop is about, as policies see them; undefined when there is no such person. */
export async function stopSubject(
  db: ReadHandle,
  person: PersonId,
  now: Temporal.Instant,
): Promise<{ readonly person: PersonId; readonly staff: boolean; readonly who: PersonSummary } | undefined> {
  const who = await findPerson(db, person, now);
  // Only pupils and staff go through the filter by name.
  if (who === undefined || (who.pupil === null && !who.staff)) return undefined;
  return { person, staff: who.pupil === null, who };
}

/** Turns the internet of a person off (s1-067). After an incident the sanction does this, with its clause. */
export const turnOff = command({
  name: 'filtering.turn-internet-off',
  input: z.object({ id: recordId<'person'>(), length: choice(lengthCodes, 'Choose for how long') }),
  events: { 'internet-stopped': filteringEvents['internet-stopped'] },
  load: (db, input, { now }) => stopSubject(db, input.id, now),
  policy: (actor, subject) => mayStopInternet(actor, subject),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input, newId }) => {
    const { stopId, event } = await stopInternet(
      { db, now, newId },
      {
        person: input.id,
        kind: 'denied',
        from: now,
        until: endOf(input.length, now),
        clause: null,
        sourceKind: 'filtering',
        sourceId: null,
      },
    );
    return done(stopId, event);
  },
});

/** Gives the internet back before the stop's time. A stop that an incident gave is ended there, so that the incident says so. */
export const giveBack = command({
  name: 'filtering.give-internet-back',
  input: z.object({ id: recordId<'person'>(), stop: recordId<'internet-stop'>() }),
  events: { 'internet-stop-ended-early': filteringEvents['internet-stop-ended-early'] },
  load: (db, input, { now }) => stopSubject(db, input.id, now),
  policy: (actor, subject) => mayStopInternet(actor, subject),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input }) => {
    const stop = (await stopsOf(db, input.id)).find((one) => one.id === input.stop);
    if (stop === undefined || stateOfStop(stop, now) === 'over') return failed('', 'This is over already.');
    if (stop.sourceKind === 'incident') {
      return failed('', 'This was decided in an incident. End it there, so that the incident says why.');
    }
    return done(null, await endStop({ db }, { stopId: stop.id, at: now }));
  },
});
