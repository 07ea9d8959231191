import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { recordId, text } from '../../../platform/forms/fields.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { endStop, filteringEvents, type StopId } from '../../filtering/index.ts';
import { incidentEvents } from '../events.ts';
import { stepInput } from '../fields.ts';
import { mayAct } from '../policy.ts';
import { takeStep } from '../step.ts';
import { incidentTables, loadIncident } from '../store.ts';

/** Ends "internet removed" before its time, with the reason: the filter gives the internet back. */
export const endSanction = command({
  name: 'incidents.end-sanction',
  input: z.object({ ...stepInput, sanction: recordId<'incident-sanction'>(), reason: text('the reason', 2000) }),
  events: { ...incidentEvents, 'internet-stop-ended-early': filteringEvents['internet-stop-ended-early'] },
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayAct(actor, incident, 'end-sanction'),
  prepare: nothing,
  effect: async (context) => {
    const { db, now, input, subject } = context;
    const row = await incidentTables
      .read(db)
      .select('incident_sanction')
      .where('id', '=', input.sanction)
      .where('incident_id', '=', subject.id)
      .selectAll()
      .executeTakeFirst();
    if (row === undefined || row.stop_id === null || row.until_at === null)
      return failed('', 'There is no such sanction in this incident');
    if (row.ended_at !== null) return failed('', 'This sanction was ended already');
    if (Temporal.Instant.compare(Temporal.Instant.from(row.until_at), now) <= 0) {
      return failed('', 'This sanction has ended by itself');
    }
    const taken = await takeStep(context, subject, {
      action: 'end-sanction',
      version: input.version,
      entry: { kind: 'sanction-ended', words: input.reason, facts: { code: row.code, person: row.person_id } },
    });
    if (!taken.ok) return taken;
    await changeOne(
      incidentTables
        .write(db)
        .update('incident_sanction')
        .set({ ended_at: now.toString() })
        .where('id', '=', row.id)
        .where('ended_at', 'is', null),
    );
    const stop: StopId = asId(row.stop_id);
    const ended = await endStop(context, { stopId: stop, at: now });
    return done(
      { id: subject.id, stillOpen: true, sphere: subject.sphere },
      taken.event,
      { name: 'incident-sanction-ended', subject: subject.id, data: { sanction: input.sanction } },
      ended,
    );
  },
  changesFilter: true,
});
