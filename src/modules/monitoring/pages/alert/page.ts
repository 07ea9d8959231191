import { page } from '../../../../platform/http/pages.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import type { Categories } from '../../categories.ts';
import { explain, reasonOf, siteOf } from '../../explain.ts';
import { maySeeVisits } from '../../policy.ts';
import { SHOWN_EVENTS, viewAlert, type AlertContext } from '../../queries/view-alert.ts';
import { closingReasonLabel, kindLabel, severityLabels } from '../../words.ts';

/** One alert: what happened and why in four lines, every attempt, and what to do with it. */
export function alertPage(categories: Categories) {
  const label = (code: string) => categories.labelOf(code);
  return page({
    path: '/alerts/:id',
    template: 'modules/monitoring/pages/alert/page.njk',
    query: viewAlert,
    view: (context, { actor, now }) => {
      const { alert, who, person, events, incidents } = context;
      const [newest] = events;
      const mayLook = person !== null && maySeeVisits(actor, { person }).allowed;
      return {
        title: alert.kind === 'help' ? 'A call for help' : 'An alert',
        back: { href: '/alerts', text: 'All alerts' },
        data: {
          heading: headingOf(context, label),
          isHelp: alert.kind === 'help',
          isOpen: alert.state === 'open',
          isIllegal: alert.kind === 'illegal',
          who,
          severity: severityLabels[alert.severity],
          times: alert.events,
          first: alert.first,
          last: alert.last,
          now,
          lines:
            newest === undefined
              ? undefined
              : explain(newest, { name: who.name, times: alert.events, label, clauseText: context.clauseText }),
          incidents,
          visits: mayLook ? `/monitoring/people/${person}/visits?day=${schoolDay(alert.last).toString()}` : undefined,
          closed:
            alert.closed === null
              ? undefined
              : {
                  at: alert.closed.at,
                  by: context.closer,
                  reason: closingReasonLabel(alert.closed.reason),
                  words: alert.closed.words,
                },
          incident: alert.incident === null ? undefined : `/incidents/${alert.incident}`,
          address: `/alerts/${alert.id}`,
          table: listTable({
            caption: alert.kind === 'help' ? 'Each call' : 'Each attempt',
            address: `/alerts/${alert.id}`,
            query: {},
            columns: [
              { key: 'at', text: 'When' },
              { key: 'site', text: 'Site' },
              { key: 'why', text: 'Why' },
              { key: 'device', text: 'Device' },
              { key: 'rules', text: 'Level and rules' },
            ],
            sort: { key: 'at', descending: true },
            page: { number: 1, size: SHOWN_EVENTS, total: alert.events },
            rows: events.map((event) => [
              { text: formatDateTime(event.at) },
              {
                text: `${event.host === '' ? 'No page named' : siteOf(event)}${event.visits > 1 ? ` (${String(event.visits)} times in a minute)` : ''}`,
              },
              { text: event.type === 'help-asked' ? 'The child asked' : reasonOf(event, label) },
              { text: event.address },
              { text: `${context.levels.get(event.profile) ?? event.profile}, rules ${event.ruleset}` },
            ]),
            why: 'the newest first',
            noun: alert.kind === 'help' ? ['call', 'calls'] : ['attempt', 'attempts'],
          }),
        },
      };
    },
  });
}

function headingOf({ alert, who }: AlertContext, label: (code: string) => string): string {
  if (alert.kind !== 'help') return kindLabel(alert.kind, label);
  if (alert.state === 'closed') return 'Somebody asked for an adult';
  return who.isPupil || alert.person === null ? 'A child is waiting for an adult' : 'Somebody is waiting for help';
}
