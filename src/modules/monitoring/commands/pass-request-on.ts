import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { filteringEvents, requestFromGate } from '../../filtering/index.ts';
import { monitoringEvents } from '../events.ts';
import { onlyIntake } from '../policy.ts';
import { owned, stamp } from '../tables.ts';

const events = { ...monitoringEvents, 'filter-change-asked': filteringEvents['filter-change-asked'] };

/**
 * Passes on what somebody asked on a block page ("ask to open", "I think this is a mistake") to those who decide changes to filtering.
 * Once for each event: it notes that it was followed up in the same transaction, and filtering knows the event's key.
 */
export const passRequestOn = command({
  name: 'monitoring.pass-request-on',
  input: z.strictObject({ event: z.string().max(64) }),
  events,
  load: (db, input) =>
    owned
      .read(db)
      .select('filter_event')
      .select(['id', 'filter_id', 'boot_id', 'worker', 'seq', 'person_id', 'host', 'profile', 'words', 'followed_at'])
      .where('id', '=', input.event)
      .where('follow_up', '=', 'request')
      .executeTakeFirst(),
  policy: onlyIntake,
  prepare: nothing,
  effect: async ({ db, subject, now, newId }) => {
    if (subject.followed_at !== null) return failed('', 'This request has been passed on already.');
    await changeOne(
      owned
        .write(db)
        .update('filter_event')
        .set({ followed_at: stamp(now) })
        .where('id', '=', subject.id)
        .where('followed_at', 'is', null),
    );
    const made = await requestFromGate(
      { db, now, newId },
      {
        person: subject.person_id === null ? null : asId(subject.person_id),
        host: subject.host,
        profile: subject.profile,
        reason: subject.words,
        eventKey: [subject.filter_id, subject.boot_id, String(subject.worker), String(subject.seq)].join(':'),
      },
    );
    const counted = {
      name: 'gate-request-taken-in',
      subject: subject.id,
      data: { outcome: made === undefined ? 'asked-already' : 'passed-on' },
    } as const;
    return made === undefined ? done('asked-already', counted) : done('passed-on', made.event, counted);
  },
  changesFilter: false,
});
