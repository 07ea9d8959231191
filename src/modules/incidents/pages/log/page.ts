import { file, page } from '../../../../platform/http/pages.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { logCsv, shortened } from '../../log-columns.ts';
import { mayFollowOwn, mayReadLog } from '../../policy.ts';
import { downloadLog, PAGE_SIZE, seeLog } from '../../queries/log-queries.ts';
import { states, stateWords } from '../../workflow-words.ts';
import { branches, categories } from '../../words.ts';

/** The log: the policy's columns first, ours after them; narrowed, paged and sent on by its address. */
export const logPage = page({
  path: '/incidents',
  template: 'modules/incidents/pages/log/page.njk',
  navigation: { text: 'Incidents', order: 12, shownTo: (actor) => mayReadLog(actor).allowed },
  query: seeLog,
  view: (value, { actor, url }) => {
    const asked: Record<string, string> = {};
    for (const name of ['state', 'category', 'branch', 'term', 'person']) {
      const text = url.searchParams.get(name);
      if (text !== null && text !== '') asked[name] = text;
    }
    const search = new URLSearchParams(asked).toString();
    const below = (path: string): string => (search === '' ? path : `${path}?${search}`);
    const short = (text: string): string => shortened(text, 140);
    return {
      title: 'Incident log',
      values: asked,
      data: {
        canSign: value.canSign,
        canFollow: mayFollowOwn(actor).allowed,
        aboutName: value.aboutName,
        isNarrowed: Object.keys(asked).some((name) => name !== 'person'),
        states: [
          { value: 'open', text: 'Anything: all that are open' },
          ...states.map((state) => ({ value: state, text: stateWords[state].label })),
        ],
        branches: branches.items,
        categories: categories.items,
        terms: value.terms.map((term) => ({ value: term.code, text: term.label })),
        printHref: below('/incidents/print'),
        csvHref: below('/incidents/log.csv'),
        hasWeeks: value.weeks.some((week) => week.value > 0),
        chart: {
          id: 'weeks',
          title: 'Incidents by week',
          description: `Incidents that you may see, by the week in which they happened, over the last ${String(value.weeks.length)} weeks.`,
          labelHeading: 'Week beginning',
          unit: 'Incidents',
          points: value.weeks,
        },
        table:
          value.rows.length === 0
            ? null
            : listTable({
                caption: 'Incidents',
                address: '/incidents',
                query: asked,
                columns: [
                  { key: 'date', text: 'Date of incident' },
                  { key: 'names', text: 'Names of individuals' },
                  { key: 'device', text: 'Device number and location' },
                  { key: 'details', text: 'Details' },
                  { key: 'actions', text: 'Actions and reasons' },
                  { key: 'confirmed', text: 'Confirmed by' },
                  { key: 'state', text: 'Waits for (ours)' },
                  { key: 'kind', text: 'Kind (ours)' },
                ],
                sort: { key: 'number', descending: true },
                page: { number: value.page, size: PAGE_SIZE, total: value.total },
                rows: value.rows.map((row) => [
                  { text: `${row.date} (number ${row.number})`, href: `/incidents/${row.id}` },
                  { text: row.names === '' ? 'Nobody named' : row.names },
                  { text: row.device === '' ? 'Not said' : row.device },
                  { text: short(row.details) },
                  { text: row.actions === '' ? 'Not yet' : short(row.actions) },
                  { text: row.confirmed === '' ? 'Not yet' : row.confirmed },
                  { tag: { text: row.state, colour: row.state === 'Closed' ? 'grey' : 'blue' } },
                  { text: [row.category, row.branch].filter((text) => text !== '').join('. ') },
                ]),
                why: 'those that you may see, newest first',
                noun: ['incident', 'incidents'],
              }),
      },
    };
  },
});

/** The same as a file, all columns. */
export const logFile = file({
  path: '/incidents/log.csv',
  query: downloadLog,
  file: (rows) => ({ name: 'incident-log.csv', type: 'text/csv; charset=utf-8', body: logCsv(rows) }),
});
