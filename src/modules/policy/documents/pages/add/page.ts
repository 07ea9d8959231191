import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { form } from '../../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../../module.ts';
import { controlsByCode } from '../../../known-controls.ts';
import { actorWords, areaWords, kindWords, periodWords, readerWords } from '../../../words.ts';
import { makeAddClause } from '../../commands/change-clause.ts';
import { documentEvents } from '../../events.ts';
import { mayDraft } from '../../policy.ts';
import { loadSubject } from '../../step.ts';

const items = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** A sentence of the school's own. */
export function makeAddPage(parts: Pick<ModuleParts, 'whole'>) {
  const addClause = makeAddClause(parts);
  const readForAdding = query({
    name: 'policy.read-draft-for-adding',
    input: z.object({ id: recordId<'policy-draft'>() }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: mayDraft,
    answer: (_db, { subject }) => Promise.resolve(subject),
    leaves: 'A draft holds the words of a policy and no records.',
  });
  const addPage = form({
    path: '/policy/draft/:id/add',
    template: 'modules/policy/documents/pages/add/page.njk',
    query: readForAdding,
    view: (draft) => ({
      title: 'Add a clause',
      back: { href: `/policy/draft/${draft.id}`, text: 'Back to the draft' },
      values: { period: 'ongoing' },
      data: {
        action: `/policy/draft/${draft.id}/add`,
        version: draft.version,
        sections: draft.base.sections.map(({ code, title }) => ({ value: code, text: title })),
        who: items(actorWords),
        areas: items(areaWords),
        kinds: items(kindWords),
        periods: items(periodWords),
        readers: items(readerWords),
        controls: [...controlsByCode(parts).values()]
          .filter(({ effect }) => effect !== 'to-come')
          .map(({ code, title }) => ({ value: code, text: title }))
          .toSorted((one, other) => one.text.localeCompare(other.text, 'en-GB')),
      },
    }),
    command: addClause,
    next: ({ id, clause }) => ({ to: `/policy/draft/${id}`, notice: `Clause ${clause} is added to the draft.` }),
  });
  return { query: readForAdding, command: addClause, page: addPage };
}
