import { z } from 'zod';

import { onlyMachine, type MachineActor } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { peopleEvents } from '../events.ts';
import { holdersOf } from '../lists.ts';

/** The head or online-safety lead with an e-mail address, for `first-admin`. */
export const adminByEmail = query({
  name: 'people.admin-by-email',
  input: z.strictObject({ email: z.string().max(254) }),
  events: peopleEvents,
  load: wholeSchool,
  policy: onlyMachine('command-line'),
  answer: async (db, { input: { email }, now }) => {
    const holders = [...(await holdersOf(db, 'head', now)), ...(await holdersOf(db, 'lead', now))];
    return holders.find((one) => one.email?.toLowerCase() === email)?.id;
  },
  leaves: 'The command line finds out whom it means; what it then does is in the trail.',
});

/** Asks it. */
export function adultByEmail(
  parts: Pick<ModuleParts, 'runner'>,
  actor: MachineActor,
  email: string,
): Promise<PersonId | undefined> {
  return parts.runner.ask(adminByEmail, actor, { email });
}
