import { z } from 'zod';

import { holds } from '../../../../platform/access/access.ts';
import { query } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { namesOf } from '../../../people/index.ts';
import { approversOf } from '../../commands/decide-request.ts';
import { filteringEvents } from '../../events.ts';
import { mayAsk, maySee, maySeeRequests, seesAllRequests, seesNames } from '../../policy.ts';
import { requestsPage } from '../../records/requests.ts';
import { cameFromWords, requestStateWords, wantsWords, type RequestState } from '../../words.ts';

const SIZE = 25;
const colours: Readonly<Record<RequestState, string>> = { waiting: 'yellow', approved: 'green', refused: 'grey' };

/** The log of requests to change filtering (s1-071): all of them for those who decide or oversee, their own for other staff. */
export const listRequests = query({
  name: 'filtering.list-requests',
  input: z.object({
    state: z.enum(['waiting', 'approved', 'refused', '']).catch(''),
    page: z
      .string()
      .regex(/^[1-9]\d{0,5}$/)
      .catch('1')
      .transform(Number),
  }),
  events: { 'filter-log-viewed': filteringEvents['filter-log-viewed'] },
  load: async (db) => ({ approvers: await approversOf(db) }),
  policy: (actor, subject) => maySeeRequests(actor, subject.approvers),
  answer: async (db, { actor, input, subject }) => {
    const all = seesAllRequests(actor, subject.approvers);
    const { requests, total } = await requestsPage(db, {
      state: input.state === '' ? null : input.state,
      askedBy: all || actor.kind !== 'person' ? null : actor.person,
      page: input.page,
      size: SIZE,
    });
    const names = await namesOf(
      db,
      requests.flatMap((request) => [request.askedBy ?? [], request.decidedBy ?? []].flat()),
    );
    return {
      school: db.school,
      byGovernor: holds(actor, 'governor', 'chair', 'vice-chair'),
      all,
      input,
      total,
      requests: requests.map((request) => {
        const mine = actor.kind === 'person' && actor.person === request.askedBy;
        const shown = mine || seesNames(actor, subject.approvers, request.cameFrom);
        return {
          ...request,
          asker:
            request.askedBy === null
              ? 'Nobody had signed in'
              : shown
                ? (names.get(request.askedBy) ?? '')
                : 'Name not shown to you',
        };
      }),
    };
  },
  leaves: (value) =>
    value.byGovernor
      ? [{ name: 'filter-log-viewed', subject: value.school, data: { requests: value.requests.length } }]
      : [],
});

export const requestsListPage = page({
  path: '/filtering/requests',
  template: 'modules/filtering/pages/requests/page.njk',
  navigation: {
    text: 'Site requests',
    order: 41,
    shownTo: (actor) => mayAsk(actor).allowed && !maySee(actor).allowed,
  },
  query: listRequests,
  view: (value, { actor, url }) => ({
    title: 'Requests to open or close a site',
    ...(maySee(actor).allowed ? { back: { href: '/filtering', text: 'Filtering' } } : {}),
    data: {
      mayAsk: mayAsk(actor).allowed,
      state: value.input.state,
      total: value.total,
      states: [{ code: '', text: 'All' }, ...Object.entries(requestStateWords).map(([code, text]) => ({ code, text }))],
      table: listTable({
        caption: value.all ? 'The change log' : 'Your requests',
        address: url.pathname,
        query: value.input.state === '' ? {} : { state: value.input.state },
        columns: [
          { key: 'site', text: 'Site' },
          { key: 'wants', text: 'Asked for' },
          { key: 'why', text: 'Reason' },
          { key: 'who', text: 'Asked by' },
          { key: 'when', text: 'Date' },
          { key: 'state', text: 'State' },
        ],
        sort: { key: '', descending: true },
        page: { number: value.input.page, size: SIZE, total: value.total },
        rows: value.requests.map((request) => [
          { text: request.host, href: `/filtering/requests/${request.id}` },
          { text: wantsWords[request.wants] },
          { text: request.cameFrom === 'mistake' ? cameFromWords.mistake : request.reason },
          { text: request.asker },
          { text: formatDateTime(request.askedAt) },
          { tag: { text: requestStateWords[request.state], colour: colours[request.state] } },
        ]),
        why: value.all ? 'newest first' : 'those you made yourself, newest first',
        noun: ['request', 'requests'],
      }),
    },
  }),
});
