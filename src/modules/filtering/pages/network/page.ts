import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { policyProfiles } from '../../../policy/index.ts';
import { changeNetwork } from '../../commands/change-network.ts';
import { mayRun, maySee } from '../../policy.ts';
import { networkSettings } from '../../records/network.ts';

export const readNetwork = query({
  name: 'filtering.read-network',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: (actor) => maySee(actor),
  leaves: 'It shows servers and ports of the school, nothing about anybody.',
  answer: async (db) => ({ settings: await networkSettings(db), profiles: await policyProfiles(db) }),
});

/** The school's own servers, ports, and the level of a browser that has not signed in. */
export const networkPage = form({
  path: '/filtering/network',
  template: 'modules/filtering/pages/network/page.njk',
  query: readNetwork,
  view: (value, { actor }) => ({
    title: 'Network',
    back: { href: '/filtering', text: 'Filtering' },
    values: {
      servers: value.settings.ownServers.join('\n'),
      ports: value.settings.connectPorts.join(' '),
      profile: value.settings.networkProfile ?? '',
    },
    data: {
      mayChange: mayRun(actor).allowed,
      version: value.settings.version,
      servers: value.settings.ownServers,
      ports: value.settings.connectPorts,
      profile:
        value.profiles.find((one) => one.code === value.settings.networkProfile)?.label ??
        'The strictest level for pupils',
      profiles: value.profiles.map((one) => ({ value: one.code, text: one.label })),
    },
  }),
  command: changeNetwork,
  next: () => ({ to: '/filtering/network', notice: 'Saved. The filter is being told.' }),
});
