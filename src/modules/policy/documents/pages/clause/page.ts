import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { recordId } from '../../../../../platform/forms/fields.ts';
import { action, form } from '../../../../../platform/http/pages.ts';
import { changeClause, restoreClause, strikeClause } from '../../commands/change-clause.ts';
import { clausesOfDraft } from '../../draft.ts';
import { documentEvents } from '../../events.ts';
import { settingsNamed } from '../../places.ts';
import { mayDraft } from '../../policy.ts';
import { loadSubject } from '../../step.ts';
import { askedFor } from '../setting-fields.ts';

export const readDraftClause = query({
  name: 'policy.read-draft-clause',
  input: z.object({ id: recordId<'policy-draft'>(), clause: z.string().max(20) }),
  events: documentEvents,
  load: async (db, { id, clause }) => {
    const draft = await loadSubject(db, id);
    const found = draft === undefined ? undefined : clausesOfDraft(draft).find((one) => one.id === clause);
    return draft === undefined || found === undefined ? undefined : { draft, clause: found };
  },
  policy: mayDraft,
  answer: (_db, { subject }) => Promise.resolve(subject),
  leaves: 'A draft holds the words of a policy and no records.',
});

/** One clause of a draft: its sentence, and what it sets. */
export const clausePage = form({
  path: '/policy/draft/:id/clauses/:clause',
  template: 'modules/policy/documents/pages/clause/page.njk',
  query: readDraftClause,
  view: ({ draft, clause }) => {
    const asked = Object.entries(clause.settings).flatMap(([code, value]) => {
      const field = askedFor(code, `set-${code}`, value);
      return field === undefined ? [] : [field];
    });
    const change = draft.changes.get(clause.id);
    const base = draft.base.clauses.find(({ id }) => id === clause.id);
    return {
      title: `Change clause ${clause.id}`,
      back: { href: `/policy/draft/${draft.id}/clauses`, text: 'All clauses' },
      values: {
        text: clause.text,
        reason: change?.reason ?? '',
        ...Object.fromEntries(asked.map(({ name, value }) => [name, value])),
      },
      data: {
        action: `/policy/draft/${draft.id}/clauses/${clause.id}`,
        strike: `/policy/draft/${draft.id}/clauses/${clause.id}/strike`,
        clause: clause.id,
        version: draft.version,
        before: base !== undefined && base.text !== clause.text ? base.text : undefined,
        mustChange: change?.how === 'must-change',
        why: change?.reason,
        settings: asked,
        asked: asked.map(({ code }) => code).join(','),
        places: asked.map(({ code }) => `{{setting:${code}}}`),
        named: settingsNamed(clause.text).length > 0,
      },
    };
  },
  command: changeClause,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The clause is changed in the draft.' }),
});

/** Striking a clause out. */
export const strikePage = form({
  path: '/policy/draft/:id/clauses/:clause/strike',
  template: 'modules/policy/documents/pages/strike/page.njk',
  query: readDraftClause,
  view: ({ draft, clause }) => ({
    title: `Strike out clause ${clause.id}`,
    back: { href: `/policy/draft/${draft.id}/clauses`, text: 'All clauses' },
    data: {
      action: `/policy/draft/${draft.id}/clauses/${clause.id}/strike`,
      version: draft.version,
      text: clause.text,
      sets: Object.keys(clause.settings).length,
    },
  }),
  command: strikeClause,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The clause is struck out in the draft.' }),
});

/** Taking a change back. */
export const restoreAction = action({
  path: '/policy/draft/:id/clauses/:clause/restore',
  command: restoreClause,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The change is taken back.' }),
  otherwise: ({ id }) => `/policy/draft/${id ?? ''}`,
});
