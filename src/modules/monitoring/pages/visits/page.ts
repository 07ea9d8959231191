import { page } from '../../../../platform/http/pages.ts';
import { formatTime } from '../../../../platform/views/format.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import type { Categories } from '../../categories.ts';
import { reasonOf, siteOf } from '../../explain.ts';
import { viewVisits } from '../../queries/view-visits.ts';

/** What a person opened on one day: for the safeguarding leads and the headteacher, each look recorded. */
export function visitsPage(categories: Categories) {
  const label = (code: string) => categories.labelOf(code);
  return page({
    path: '/monitoring/people/:id/visits',
    template: 'modules/monitoring/pages/visits/page.njk',
    query: viewVisits,
    view: ({ person, name, detail, day, today, only, all, page: shown, visits }) => {
      const address = `/monitoring/people/${person}/visits`;
      const link = (changes: Record<string, string>): string =>
        `${address}?${new URLSearchParams({ day: day.toString(), ...(only === 'all' ? {} : { only }), ...changes }).toString()}`;
      return {
        title: 'What a person opened',
        data: {
          name,
          detail,
          day: day.toString(),
          only,
          before: link({ day: day.subtract({ days: 1 }).toString() }),
          after:
            Temporal.PlainDate.compare(day, today) < 0 ? link({ day: day.add({ days: 1 }).toString() }) : undefined,
          filter:
            only === 'all'
              ? { text: 'Only what was blocked', href: link({ only: 'blocked' }) }
              : { text: 'Everything', href: link({ only: 'all' }) },
          whole: all || shown.total <= shown.size ? undefined : link({ all: 'yes' }),
          table:
            shown.total === 0
              ? undefined
              : listTable({
                  caption: 'Visits',
                  address,
                  query: { day: day.toString(), ...(only === 'all' ? {} : { only }), ...(all ? { all: 'yes' } : {}) },
                  columns: [
                    { key: 'at', text: 'Time' },
                    { key: 'site', text: 'Site' },
                    { key: 'verdict', text: 'What happened' },
                    { key: 'visits', text: 'Visits', numeric: true },
                    { key: 'why', text: 'Why' },
                    { key: 'device', text: 'Device' },
                  ],
                  sort: { key: 'at', descending: false },
                  page: shown,
                  rows: visits.map((visit) => [
                    { text: formatTime(visit.at) },
                    { text: siteOf(visit) },
                    {
                      tag:
                        visit.type === 'blocked'
                          ? { text: 'Blocked', colour: 'red' }
                          : { text: 'Opened', colour: 'grey' },
                    },
                    { text: String(visit.visits) },
                    { text: visit.type === 'blocked' ? reasonOf({ ...visit, list: null }, label) : '' },
                    { text: visit.address },
                  ]),
                  why: `${only === 'blocked' ? 'blocked ones only, ' : ''}in order of time`,
                  noun: ['line', 'lines'],
                }),
        },
      };
    },
  });
}
