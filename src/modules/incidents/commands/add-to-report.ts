import { z } from 'zod';

import { allowed, refused, type Actor, type Verdict } from '../../../platform/access/access.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { recordId, text } from '../../../platform/forms/fields.ts';
import { incidentEvents } from '../events.ts';
import { optionalChoice } from '../fields.ts';
import type { Incident } from '../incident.ts';
import { mayFollow } from '../policy.ts';
import { appendEntry, changeIncident, loadIncident } from '../store.ts';
import { classSanctions } from '../words.ts';

/** Of an allegation the reporter knows that it was received, and no more; so nothing is added here either. */
export function mayAddTo(actor: Actor, incident: Incident): Verdict {
  const verdict = mayFollow(actor, incident.reporter);
  if (!verdict.allowed) return verdict;
  return incident.sphere === 'general' && incident.branch !== 'allegation'
    ? allowed
    : refused('This report was received by those who deal with it. If you know more, tell them yourself.');
}

/** The reporter adds to their own report, with a class-level sanction where they gave one (roles.md: staff, class-level). */
export const addToReport = command({
  name: 'incidents.add-to-report',
  input: z.object({
    id: recordId<'incident'>(),
    words: text('what you want to add', 10_000),
    sanction: optionalChoice(classSanctions.codes),
  }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayAddTo(actor, incident),
  prepare: nothing,
  effect: async (context) => {
    const { db, input, subject } = context;
    if (subject.state === 'closed') {
      return failed('words', 'This incident is closed. Tell the safeguarding lead, who can open it again');
    }
    await changeIncident(db, subject, {});
    const entry = await appendEntry(
      context,
      { incident: subject.id, version: subject.version + 1, from: subject.state, to: subject.state },
      {
        kind: 'addition',
        words: input.words,
        facts: input.sanction === null ? {} : { classSanction: input.sanction },
      },
    );
    return done(subject.id, { name: 'incident-added-to', subject: subject.id, data: { entry } });
  },
  changesFilter: false,
});
