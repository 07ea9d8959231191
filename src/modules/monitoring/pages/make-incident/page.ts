import { form } from '../../../../platform/http/pages.ts';
import { formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import { categories as incidentKinds, dangers } from '../../../incidents/index.ts';
import type { Categories } from '../../categories.ts';
import type { makeMakeIncident } from '../../commands/make-incident.ts';
import { explain } from '../../explain.ts';
import { viewAlert, type AlertContext } from '../../queries/view-alert.ts';

/** Making an incident of an alert, with what the filter knows filled in. */
export function makeIncidentPage(categories: Categories, makeIncident: ReturnType<typeof makeMakeIncident>) {
  return form({
    path: '/alerts/:id/incident',
    template: 'modules/monitoring/pages/make-incident/page.njk',
    query: viewAlert,
    command: makeIncident,
    view: (context) => ({
      title: 'Make an incident of an alert',
      back: { href: `/alerts/${context.alert.id}`, text: 'The alert' },
      data: {
        address: `/alerts/${context.alert.id}/incident`,
        who: context.who,
        first: context.alert.first,
        last: context.alert.last,
        times: context.alert.events,
        device: context.alert.address,
        isOpen: context.alert.state === 'open',
        dangers: dangers.items,
        kinds: incidentKinds.items,
      },
      values: {
        details: detailsOf(context, (code) => categories.labelOf(code)),
        category: context.alert.kind === 'help' ? 'not-sure' : 'harmful-content',
      },
    }),
    next: ({ alert }) => ({
      to: `/alerts/${alert}`,
      notice: 'It is recorded as an incident, and those who answer for it have been told.',
    }),
  });
}

function detailsOf({ alert, who, events, clauseText }: AlertContext, label: (code: string) => string): string {
  const [newest] = events;
  if (newest === undefined) return '';
  const lines = explain(newest, { name: who.name, times: alert.events, label, clauseText });
  const sites = [...new Set(events.map((event) => event.host).filter((host) => host !== '' && host !== '*'))].slice(
    0,
    10,
  );
  return [
    `From an alert of the filter. ${lines.what}`,
    `Why it was blocked: ${lines.why}`,
    `${formatPlural(alert.events, 'time')}, from ${formatDateTime(alert.first)} to ${formatDateTime(alert.last)}.`,
    ...(sites.length > 1 ? [`Sites: ${sites.join(', ')}.`] : []),
  ]
    .filter((line) => newest.type !== 'help-asked' || !line.startsWith('Why'))
    .join('\n');
}
