import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { policyProfiles } from '../../../policy/index.ts';
import type { askForChange } from '../../commands/ask-for-change.ts';
import { levelItems } from '../../for-whom.ts';
import { mayAsk } from '../../policy.ts';
import { wantsCodes, wantsWords } from '../../words.ts';

/** What the form needs: the levels to choose from. */
export const showAskForm = query({
  name: 'filtering.show-ask-form',
  input: z.object({ site: z.string().max(2000).catch('') }),
  events: {},
  load: wholeSchool,
  policy: (actor) => mayAsk(actor),
  leaves: 'An empty form shows nothing about anybody.',
  answer: async (db, { input }) => ({ site: input.site, profiles: await policyProfiles(db) }),
});

/** Any member of staff asks to open or close a site. */
export function askPage(ask: ReturnType<typeof askForChange>) {
  return form({
    path: '/filtering/requests/new',
    template: 'modules/filtering/pages/ask/page.njk',
    query: showAskForm,
    view: (value) => ({
      title: 'Ask to open or close a site',
      back: { href: '/filtering/requests', text: 'Requests' },
      values: { site: value.site, wants: 'open' },
      data: {
        wants: wantsCodes.map((code) => ({ value: code, text: wantsWords[code] })),
        profiles: levelItems(value.profiles),
      },
    }),
    command: ask,
    next: (id) => ({
      to: `/filtering/requests/${id}`,
      notice: 'Your request is sent. You can see here what is decided.',
    }),
  });
}
