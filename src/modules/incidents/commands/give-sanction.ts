import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { choice, optionalText, recordId, text } from '../../../platform/forms/fields.ts';
import { actorId } from '../../../platform/audit/chain.ts';
import { filteringEvents, stopInternet } from '../../filtering/index.ts';
import { incidentEvents } from '../events.ts';
import { optionalChoice, optionalDay, optionalTime, stepInput } from '../fields.ts';
import { mayAct } from '../policy.ts';
import { sanctionTimes } from '../sanction-times.ts';
import { takeStep } from '../step.ts';
import { incidentTables, loadIncident } from '../store.ts';
import { sanctions } from '../words.ts';

/**
 * Gives a sanction. "Internet removed" is carried out by the filter: the stop is written in the same transaction, begins and ends by itself
 * (s0-146, s3-098), also with the web app stopped.
 */
export const giveSanction = command({
  name: 'incidents.give-sanction',
  input: z.object({
    ...stepInput,
    person: recordId<'person'>('Choose who gets the sanction'),
    code: choice(sanctions.codes, 'Choose the sanction'),
    starts: optionalChoice(['now', 'later']),
    from: optionalDay('the day it starts'),
    fromTime: optionalTime('the time it starts'),
    ends: optionalChoice(['after', 'at']),
    length: optionalText('how long', 6),
    unit: optionalChoice(['minutes', 'hours', 'days']),
    until: optionalDay('the day it ends'),
    untilTime: optionalTime('the time it ends'),
    clause: optionalText('the rule that was broken', 80),
    reason: text('the reason', 5000),
  }),
  events: { ...incidentEvents, 'internet-stopped': filteringEvents['internet-stopped'] },
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayAct(actor, incident, 'sanction'),
  prepare: nothing,
  effect: async (context) => {
    const { db, now, input, subject } = context;
    const person = subject.people.find((each) => each.person === input.person && each.withdrawnAt === null);
    if (person === undefined || person.person === null)
      return failed('person', 'Choose one of the people in this incident');
    const times = input.code === 'internet-removed' ? sanctionTimes(input, now) : undefined;
    if (times?.ok === false) return times;
    const clause = /^[a-z0-9][a-z0-9.:-]{0,79}$/.test(input.clause) ? input.clause : null;
    const taken = await takeStep(context, subject, {
      action: 'sanction',
      version: input.version,
      entry: {
        kind: 'sanction',
        words: input.reason,
        facts: {
          code: input.code,
          person: input.person,
          ...(input.clause === '' ? {} : { clause: input.clause }),
          ...(times === undefined ? {} : { from: times.from.toString(), until: times.until.toString() }),
        },
      },
      changes: { sanctioned: input.code },
    });
    if (!taken.ok) return taken;
    const sanction = context.newId<'incident-sanction'>();
    const stop =
      times === undefined
        ? undefined
        : await stopInternet(context, {
            person: person.person,
            kind: 'sanction',
            from: times.from,
            until: times.until,
            clause,
            sourceKind: 'incident',
            sourceId: subject.id,
          });
    await incidentTables.write(db).insert('incident_sanction', {
      id: sanction,
      incident_id: subject.id,
      entry_id: taken.entry,
      person_id: person.person,
      code: input.code,
      from_at: times?.from.toString() ?? null,
      until_at: times?.until.toString() ?? null,
      clause: input.clause === '' ? null : input.clause,
      stop_id: stop?.stopId ?? null,
      given_by: actorId(context.actor),
      given_at: now.toString(),
      ended_at: null,
    });
    const given = {
      name: 'incident-sanction-given',
      subject: subject.id,
      data: { sanction, code: input.code, person: person.person },
    } as const;
    return stop === undefined
      ? done({ id: subject.id, stillOpen: true, sphere: subject.sphere }, taken.event, given)
      : done({ id: subject.id, stillOpen: true, sphere: subject.sphere }, taken.event, given, stop.event);
  },
  changesFilter: true,
});
