import { page } from '../../../../platform/http/pages.ts';
import { formatAgo, formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { severities } from '../../alert-level.ts';
import type { Categories } from '../../categories.ts';
import { type alertSorts } from '../../lists.ts';
import { listAlerts, worksWithAlerts } from '../../queries/list-alerts.ts';
import { closingReasonLabel, kindLabel, severityLabels } from '../../words.ts';

/** What waits: open alerts by how serious they are, calls for help first; closed ones by a link. */
export function alertsPage(categories: Categories) {
  return page({
    path: '/alerts',
    template: 'modules/monitoring/pages/alerts/page.njk',
    query: listAlerts,
    navigation: { text: 'Alerts', order: 30, shownTo: worksWithAlerts },
    view: ({ input, total, size, open, alerts }, { now }) => {
      const isOpen = input.state === 'open';
      const sort = { key: input.sort, descending: input.order === 'descending' };
      const label = (code: string) => categories.labelOf(code);
      return {
        title: 'Alerts',
        data: {
          heading: headingOf(open.help, open.urgent, open.others),
          help: open.help,
          isOpen,
          filters: filtersOf(input.state, input.severity),
          table:
            total === 0
              ? undefined
              : listTable({
                  caption: isOpen ? 'Open alerts' : 'Closed alerts',
                  address: '/alerts',
                  query: {
                    ...(isOpen ? {} : { state: 'closed' }),
                    ...(input.severity === 'all' ? {} : { severity: input.severity }),
                    ...(input.sort === 'severity' ? {} : { sort: input.sort }),
                    ...(sort.descending ? { order: 'descending' } : {}),
                  },
                  columns: [
                    { key: 'severity', text: 'How serious', sortable: true },
                    { key: 'who', text: 'Who' },
                    { key: 'what', text: 'What' },
                    { key: 'times', text: 'Times', sortable: true, numeric: true },
                    { key: 'latest', text: 'Latest', sortable: true },
                    ...(isOpen ? [] : [{ key: 'closed', text: 'Closed because' }]),
                  ],
                  sort,
                  page: { number: input.page, size, total },
                  rows: alerts.map((alert) => [
                    { tag: severityLabels[alert.severity] },
                    { text: alert.name, href: `/alerts/${alert.id}` },
                    { text: kindLabel(alert.kind, label) },
                    { text: String(alert.events) },
                    {
                      text: isOpen ? formatAgo(alert.last, now) : formatDateTime(alert.last),
                    },
                    ...(isOpen ? [] : [{ text: closingReasonLabel(alert.closed?.reason ?? '') }]),
                  ]),
                  why: whyThese(input.state, input.severity, input.sort),
                  noun: ['alert', 'alerts'],
                }),
        },
      };
    },
  });
}

function headingOf(help: number, urgent: number, others: number): string {
  if (help > 0)
    return help === 1 ? 'A child is waiting for an adult' : `${String(help)} children are waiting for an adult`;
  if (urgent > 0) return `${formatPlural(urgent, 'urgent alert')} to look at now`;
  return others === 0 ? 'No alerts are open' : `${formatPlural(others, 'alert')} to look at`;
}

function filtersOf(state: 'open' | 'closed', severity: string) {
  const address = (nextState: string, nextSeverity: string): string => {
    const query = new URLSearchParams();
    if (nextState !== 'open') query.set('state', nextState);
    if (nextSeverity !== 'all') query.set('severity', nextSeverity);
    const text = query.toString();
    return text === '' ? '/alerts' : `/alerts?${text}`;
  };
  return {
    states: (['open', 'closed'] as const).map((one) => ({
      text: one === 'open' ? 'Open' : 'Closed',
      href: address(one, severity),
      current: one === state,
    })),
    severities: (['all', ...severities] as const).map((one) => ({
      text: one === 'all' ? 'All' : severityLabels[one].text,
      href: address(state, one),
      current: one === severity,
    })),
  };
}

function whyThese(state: string, severity: string, sort: (typeof alertSorts)[number]): string {
  const order = {
    severity: 'the most serious first',
    latest: 'by their latest attempt',
    first: 'by their first attempt',
    times: 'by how often it happened',
  }[sort];
  const level = severity === 'all' ? '' : `${severity}, `;
  return `${state}, ${level}not about you, ${order}`;
}
