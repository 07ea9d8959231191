import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import type { ModuleParts } from '../../module.ts';
import { peopleEvents } from '../events.ts';
import { whyPasswordIsOver } from '../passwords/expiry.ts';
import { signInFacts } from '../second-factor/facts.ts';

/** Makes the query for what a sign-in needs besides the password. The web app asks it for itself, before anybody is an actor. */
export function makeWayIn(parts: Pick<ModuleParts, 'settingOf'>) {
  return query({
    name: 'people.way-in',
    input: z.strictObject({ person: recordId<'person'>() }),
    events: peopleEvents,
    load: (db, { person }, { now }) => signInFacts(db, person, now),
    policy: onlyMachine('job', 'web'),
    answer: async (db, { subject, now }) => ({
      hasSecondStep: subject.hasApp || subject.passkeys.length > 0,
      hasApp: subject.hasApp,
      hasPasskey: subject.passkeys.length > 0,
      mustHave: subject.mustHave,
      whyPasswordIsOver: await whyPasswordIsOver(parts, db, subject, now),
    }),
    leaves: 'The web app finds out what a sign-in needs; nobody is shown anything by it.',
  });
}
