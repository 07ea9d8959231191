import { z } from 'zod';

import { query, wholeSchool } from '../../../../../platform/commands/command.ts';
import { form } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { knownControls } from '../../../known-controls.ts';
import { findPacks } from '../../../pack-files.ts';
import { packInForce } from '../../../store.ts';
import { IN_FORCE, makeBeginDraft } from '../../commands/begin-draft.ts';
import { editableDraft } from '../../drafts.ts';
import { documentEvents } from '../../events.ts';
import { mayDraft } from '../../policy.ts';

/** What a new version begins with. */
export function makeBeginPage(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  const beginDraft = makeBeginDraft(parts);
  const readBeginnings = query({
    name: 'policy.read-beginnings',
    input: z.object({}),
    events: documentEvents,
    load: wholeSchool,
    policy: mayDraft,
    answer: async (db) => ({
      inForce: await packInForce(db),
      open: await editableDraft(db),
      packs: await findPacks(parts.config.dataFolder, knownControls(parts)),
    }),
    leaves: 'Which policies could be begun with names nobody.',
  });
  const beginPage = form({
    path: '/policy/draft/begin',
    template: 'modules/policy/documents/pages/begin/page.njk',
    query: readBeginnings,
    view: ({ inForce, open, packs }) => ({
      title: 'Begin a new version of the policy',
      back: { href: '/policy/draft', text: 'Back to the drafts' },
      values: { from: inForce === undefined ? '' : IN_FORCE },
      data: {
        open,
        items: [
          ...(inForce === undefined
            ? []
            : [{ value: IN_FORCE, text: 'The policy in force', hint: `${inForce.title}, edition ${inForce.edition}` }]),
          ...packs.flatMap(({ name, pack }) =>
            pack === undefined ? [] : [{ value: name, text: pack.title, hint: pack.about }],
          ),
        ],
      },
    }),
    command: beginDraft,
    next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The draft is begun. What is in force stays in force.' }),
  });
  return { query: readBeginnings, command: beginDraft, page: beginPage };
}
