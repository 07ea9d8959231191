import { page } from '../../../../platform/http/pages.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { mayFollowOwn, mayReadLog } from '../../policy.ts';
import { seeMine } from '../../queries/report-queries.ts';

/** What somebody reported, in outline, and the tasks given to them. */
export const minePage = page({
  path: '/incidents/mine',
  template: 'modules/incidents/pages/mine/page.njk',
  // Those who have the log find their own reports in it and at the log's foot; the menu stays short.
  navigation: {
    text: 'My reports',
    order: 11,
    shownTo: (actor) => mayFollowOwn(actor).allowed && !mayReadLog(actor).allowed,
  },
  query: seeMine,
  view: ({ reports, tasks }) => ({
    title: 'My reports',
    data: {
      tasks,
      table:
        reports.length === 0
          ? null
          : listTable({
              caption: 'What you reported',
              address: '/incidents/mine',
              query: {},
              columns: [
                { key: 'number', text: 'Number' },
                { key: 'reported', text: 'Reported' },
                { key: 'stands', text: 'How far it is' },
              ],
              sort: { key: 'number', descending: true },
              page: { number: 1, size: 100, total: reports.length },
              rows: reports.map((each) => [
                { text: `Report ${String(each.number)}`, href: `/incidents/mine/${each.id}` },
                { text: each.reported },
                { text: each.stands },
              ]),
              why: 'newest first',
              noun: ['report', 'reports'],
            }),
    },
  }),
});
