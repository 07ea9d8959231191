import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { searchPeople } from '../../../people/index.ts';
import { mayFindPeople } from '../../policy.ts';

/** Finds a pupil or member of staff whose internet is to be looked at. */
export const findForStop = query({
  name: 'filtering.find-person',
  input: z.object({ q: z.string().max(100).catch('') }),
  events: {},
  load: wholeSchool,
  policy: (actor) => mayFindPeople(actor),
  leaves: 'It shows names and classes only; the page of a person leaves a viewing event.',
  answer: async (db, { input, now }) => {
    const found = input.q.trim() === '' ? [] : await searchPeople(db, { text: input.q, now });
    return { q: input.q, found: found.filter((person) => person.staff || person.pupil !== null) };
  },
});

export const findPersonPage = page({
  path: '/filtering/people',
  template: 'modules/filtering/pages/people/page.njk',
  query: findForStop,
  view: (value) => ({
    title: 'Find a person',
    back: { href: '/filtering', text: 'Filtering' },
    values: { q: value.q },
    data: {
      searched: value.q.trim() !== '',
      found: value.found.map((person) => ({
        name: person.name,
        href: `/filtering/people/${person.id}`,
        detail: person.pupil === null ? 'Staff' : person.pupil.classes.map((one) => one.name).join(', '),
      })),
    },
  }),
});
