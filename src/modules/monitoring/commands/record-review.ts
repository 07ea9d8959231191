import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { choice, optionalText } from '../../../platform/forms/fields.ts';
import { monitoringEvents } from '../events.ts';
import { mayReview } from '../policy.ts';
import { owned, stamp } from '../tables.ts';
import { findings } from '../words.ts';

/** The days that a review looks back on. */
export const REVIEW_DAYS = 7;

/** Somebody looked at the week's figures and says what they found (s1-025: use of the network is checked at regular intervals). */
export const recordReview = command({
  name: 'monitoring.record-review',
  input: z.object({
    findings: choice(findings, 'Choose what you found'),
    words: optionalText('what you found', 2000),
  }),
  events: monitoringEvents,
  load: wholeSchool,
  policy: mayReview,
  prepare: nothing,
  effect: async ({ db, actor, input, now, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Only a person reviews the week.');
    if (input.findings !== 'nothing' && input.words === '')
      return failed('words', 'Enter what you found and what happens next');
    const id = newId<'monitoring-review'>();
    const from = stamp(now.subtract({ hours: 24 * REVIEW_DAYS }));
    await owned.write(db).insert('monitoring_review', {
      id,
      from_at: from,
      until_at: stamp(now),
      reviewed_by: actor.person,
      reviewed_at: stamp(now),
      findings: input.findings,
      words: input.words,
    });
    return done(id, {
      name: 'week-reviewed',
      subject: id,
      data: { from, until: stamp(now), findings: input.findings },
    });
  },
  changesFilter: false,
});
