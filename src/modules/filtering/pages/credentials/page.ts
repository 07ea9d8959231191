import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { namesOf, searchPeople } from '../../../people/index.ts';
import { issueCredential, revokeCredential } from '../../commands/credentials.ts';
import { mayRun } from '../../policy.ts';
import { liveCredentials } from '../../records/credentials.ts';

/** Network credentials that hold, and people to issue one to. */
export const listCredentials = query({
  name: 'filtering.list-credentials',
  input: z.object({ q: z.string().max(100).catch('') }),
  events: {},
  load: wholeSchool,
  policy: (actor) => mayRun(actor),
  leaves: 'It shows who has a log-in to the proxy, never the secret: what IT support needs to look after devices.',
  answer: async (db, { input, now }) => {
    const credentials = await liveCredentials(db);
    const names = await namesOf(
      db,
      credentials.map((one) => one.person),
    );
    const found = input.q.trim() === '' ? [] : await searchPeople(db, { text: input.q, now });
    return {
      q: input.q,
      credentials: credentials
        .map((one) => ({ ...one, who: names.get(one.person) ?? '' }))
        .sort((a, b) => a.who.localeCompare(b.who, 'en-GB')),
      found: found.filter((person) => person.staff || person.pupil !== null),
    };
  },
});

export const credentialsPage = page({
  path: '/filtering/credentials',
  template: 'modules/filtering/pages/credentials/page.njk',
  query: listCredentials,
  view: (value) => ({
    title: 'Network credentials',
    back: { href: '/filtering', text: 'Filtering' },
    values: { q: value.q },
    data: {
      searched: value.q.trim() !== '',
      found: value.found.map((person) => ({
        id: person.id,
        name: person.name,
        detail: person.pupil === null ? 'Staff' : person.pupil.classes.map((one) => one.name).join(', '),
        has: value.credentials.some((one) => one.person === person.id),
      })),
      credentials: value.credentials.map((one) => ({
        id: one.id,
        who: one.who,
        name: one.name,
        at: formatDateTime(one.issuedAt),
      })),
    },
  }),
});

export const issueAction = action({
  path: '/filtering/credentials/issue',
  command: issueCredential,
  // In the answer itself and nowhere else: a cookie or an address would carry the secret about.
  next: ({ name, secret }) => ({
    template: 'modules/filtering/pages/credentials/issued.njk',
    model: {
      title: 'The new network credential',
      back: { href: '/filtering/credentials', text: 'Network credentials' },
      data: { name, secret },
    },
  }),
  otherwise: () => '/filtering/credentials',
});

export const revokeAction = action({
  path: '/filtering/credentials/:id/revoke',
  command: revokeCredential,
  next: () => ({ to: '/filtering/credentials', notice: 'Revoked. The filter is being told.' }),
  otherwise: () => '/filtering/credentials',
});
