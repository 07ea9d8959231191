import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { choice, recordId, text } from '../../../platform/forms/fields.ts';
import { findAlert } from '../alerts.ts';
import { monitoringEvents } from '../events.ts';
import { mayWorkAlert } from '../policy.ts';
import { owned, stamp } from '../tables.ts';
import { closingReasons } from '../words.ts';

/** Closes an open alert: why, and what was done. The same thing happening again opens a new one. */
export const closeAlert = command({
  name: 'monitoring.close-alert',
  input: z.object({
    id: recordId<'alert'>(),
    reason: choice(closingReasons, 'Choose why this can be closed'),
    words: text('what was done', 2000),
  }),
  events: monitoringEvents,
  load: (db, input) => findAlert(db, input.id),
  policy: mayWorkAlert,
  prepare: nothing,
  effect: async ({ db, actor, input, subject, now }) => {
    if (subject.state === 'closed') return failed('', 'This alert is closed already.');
    if (actor.kind !== 'person') return failed('', 'Only a person closes an alert.');
    await changeOne(
      owned
        .write(db)
        .update('alert')
        .set({
          state: 'closed',
          closed_at: stamp(now),
          closed_by: actor.person,
          closing_reason: input.reason,
          closing_words: input.words,
          version: subject.version + 1,
        })
        .where('id', '=', subject.id)
        .where('version', '=', subject.version),
    );
    return done(subject.id, {
      name: 'alert-closed',
      subject: subject.id,
      data: { reason: input.reason, events: subject.events },
    });
  },
  changesFilter: false,
});
