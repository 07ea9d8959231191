import { z } from 'zod';

import type { WebDevices } from '../../../platform/auth/web-devices.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';

/**
 * Makes the commands that forget browsers of the person who asks: one by its name in the list, or all. What is remembered is machinery: it goes
 * first, then the trail says so.
 */
export function makeForgetBrowsers(devices: WebDevices) {
  return {
    forgetOne: command({
      name: 'people.forget-browser',
      input: z.strictObject({ browser: z.string().regex(/^[0-9a-f]{32}$/, 'Choose a browser of the list') }),
      events: peopleEvents,
      load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
      policy: mayUseOwnAccount,
      prepare: async ({ browser }, person) => ({ forgotten: await devices.forget(person, browser) }),
      effect: ({ subject, prepared }) =>
        Promise.resolve(
          prepared.forgotten === 0
            ? failed('', 'That browser was forgotten already')
            : done(undefined, { name: 'browsers-forgotten', subject, data: { browsers: prepared.forgotten } }),
        ),
      changesFilter: false,
    }),
    forgetAll: command({
      name: 'people.forget-browsers',
      input: z.strictObject({}),
      events: peopleEvents,
      load: (_db, _input, { actor }) => Promise.resolve(actor.kind === 'person' ? actor.person : undefined),
      policy: mayUseOwnAccount,
      prepare: async (_input, person) => ({ forgotten: await devices.forget(person) }),
      effect: ({ subject, prepared }) =>
        Promise.resolve(
          prepared.forgotten === 0
            ? failed('', 'No browser was remembered')
            : done(undefined, { name: 'browsers-forgotten', subject, data: { browsers: prepared.forgotten } }),
        ),
      changesFilter: false,
    }),
  };
}
