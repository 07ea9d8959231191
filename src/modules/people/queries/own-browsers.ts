import { z } from 'zod';

import type { WebDevices } from '../../../platform/auth/web-devices.ts';
import { query } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';

/** Makes the query behind "Browsers that are remembered". */
export function makeOwnBrowsers(devices: WebDevices) {
  return query({
    name: 'people.own-browsers',
    input: z.object({}),
    events: peopleEvents,
    load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
    policy: mayUseOwnAccount,
    answer: (_db, { subject }) => devices.list(subject),
    leaves: 'People look at the browsers that they themselves signed in on.',
  });
}
