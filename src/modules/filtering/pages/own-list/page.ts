import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { policyProfiles } from '../../../policy/index.ts';
import type { saveOwnList } from '../../commands/lists.ts';
import { categoriesOf } from '../../compiler/categories.ts';
import type { LiveReader } from '../../live.ts';
import { mayRun } from '../../policy.ts';
import { findOwnList } from '../../records/lists.ts';

/** Adds a list of the school by paste, or a newer version of one (`?id=`). */
export function ownListPage(live: LiveReader, save: ReturnType<typeof saveOwnList>) {
  const showListForm = query({
    name: 'filtering.show-list-form',
    input: z.object({ id: z.string().max(64).catch('') }),
    events: {},
    load: async (db, input) => {
      if (input.id === '') return { list: null };
      const list = await findOwnList(db, asId(input.id));
      return list === undefined ? undefined : { list };
    },
    policy: (actor) => mayRun(actor),
    leaves: 'A form to paste a list into shows nothing about anybody.',
    answer: async (db, { subject }) => ({
      list: subject.list,
      categories: categoriesOf(live.newest()?.ruleset.categories ?? [], await policyProfiles(db)),
    }),
  });
  const shown = form({
    path: '/filtering/lists/new',
    template: 'modules/filtering/pages/own-list/page.njk',
    query: showListForm,
    view: ({ list, categories }) => ({
      title: list === null ? 'Add a list' : 'Paste a newer list',
      back: { href: '/filtering/lists', text: 'Lists' },
      values: { name: list?.name ?? '', category: list?.category ?? '' },
      data: {
        id: list?.id ?? '',
        name: list?.name,
        categories: categories.map((category) => ({ value: category.code, text: category.label })),
      },
    }),
    command: save,
    next: ({ held }) => ({
      to: '/filtering/lists',
      notice: held === null ? 'The list is in use. The filter is being told.' : `Held back: ${held} Look at it below.`,
    }),
  });
  return { query: showListForm, page: shown };
}
