import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { removeOwnList, settleHeldList, switchList } from '../../commands/lists.ts';
import type { Publisher } from '../../compiler/publisher.ts';
import { mayRun, maySee } from '../../policy.ts';
import { listsSwitchedOff, ownLists } from '../../records/lists.ts';

/** The lists: those that ship with Schoolgate, and the school's own. */
export function listsPage(publisher: Publisher) {
  const readLists = query({
    name: 'filtering.read-lists',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: (actor) => maySee(actor),
    leaves: 'It shows lists of sites, nothing about anybody.',
    answer: async (db) => ({
      off: await listsSwitchedOff(db),
      own: await ownLists(db),
      sources: publisher.sources().filter((source) => !source.own),
      alarms: publisher.alarms().filter((alarm) => alarm.code === 'lists-unusable'),
    }),
  });
  const shown = page({
    path: '/filtering/lists',
    template: 'modules/filtering/pages/lists/page.njk',
    query: readLists,
    view: (value, { actor }) => ({
      title: 'Lists',
      back: { href: '/filtering', text: 'Filtering' },
      data: {
        mayChange: mayRun(actor).allowed,
        alarms: value.alarms.map((alarm) => alarm.message),
        starter: value.sources.map((source) => ({
          code: source.code,
          name: source.name,
          count: source.count,
          version: source.version,
          on: !value.off.has(source.code),
        })),
        own: value.own.map((list) => ({
          id: list.id,
          name: list.name,
          category: list.category.replaceAll('-', ' '),
          count: list.count,
          version: list.version,
          held: list.held,
          at: formatDateTime(list.changedAt),
        })),
      },
    }),
  });
  return { query: readLists, page: shown };
}

const back = '/filtering/lists';

export const switchListAction = action({
  path: '/filtering/lists/switch',
  command: switchList,
  next: () => ({ to: back, notice: 'Saved. The filter is being told.' }),
  otherwise: () => back,
});

export const settleListAction = action({
  path: '/filtering/lists/:id/settle',
  command: settleHeldList,
  next: (used) => ({ to: back, notice: used ? 'The newer list is in use.' : 'The newer list is thrown away.' }),
  otherwise: () => back,
});

export const removeListAction = action({
  path: '/filtering/lists/:id/remove',
  command: removeOwnList,
  next: () => ({ to: back, notice: 'The list is out of use.' }),
  otherwise: () => back,
});
