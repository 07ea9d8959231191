import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { standardCode } from '../../commands/answer-aspect.ts';
import { setLocalIds } from '../../commands/set-local-ids.ts';
import { standardEvents } from '../../events.ts';
import { localIdsOf } from '../../local-ids.ts';
import { mayPrepare } from '../../policy.ts';
import { standards } from '../../standard-files.ts';

export const showLocalIds = query({
  name: 'standards.show-local-ids',
  input: z.object({ code: standardCode }),
  events: standardEvents,
  load: (_db, { code }) => Promise.resolve(standards().get(code)?.current),
  policy: mayPrepare,
  answer: async (db, { subject: standard }) => ({ standard, ids: await localIdsOf(db, standard.code) }),
  leaves: 'Ids of a form name nobody.',
});

/** The ids that the authority's own form gives to each requirement. */
export const localIdsPage = form({
  path: '/standards/:code/local-ids',
  template: 'modules/standards/pages/local-ids/page.njk',
  query: showLocalIds,
  view: ({ standard, ids }) => ({
    title: 'The ids of your own form',
    back: { href: `/standards/${standard.code}`, text: `Back to “${standard.title}”` },
    values: { ids: [...ids].map(([id, local]) => `${id}, ${local}`).join('\n') },
    data: {
      action: `/standards/${standard.code}/local-ids`,
      title: standard.title,
      lines: standard.requirements.map(({ id, title, text }) => ({ id, text: title ?? text })),
    },
  }),
  command: setLocalIds,
  next: ({ ids }, { params }) => ({
    to: `/standards/${params['code'] ?? ''}`,
    notice:
      ids === 0
        ? 'Saved: no ids of your own form.'
        : `Saved: ${String(ids)} ids of your own form. They stand in the file for spreadsheets.`,
  }),
});
