import { form } from '../../../../platform/http/pages.ts';
import type { Categories } from '../../categories.ts';
import { closeAlert } from '../../commands/close-alert.ts';
import { viewAlert } from '../../queries/view-alert.ts';
import { closingReasonLabels, closingReasons, kindLabel } from '../../words.ts';

/** Closing an alert: why, and what was done. */
export function closeAlertPage(categories: Categories) {
  return form({
    path: '/alerts/:id/close',
    template: 'modules/monitoring/pages/close-alert/page.njk',
    query: viewAlert,
    command: closeAlert,
    view: ({ alert, who }) => ({
      title: 'Close an alert',
      back: { href: `/alerts/${alert.id}`, text: 'The alert' },
      data: {
        address: `/alerts/${alert.id}/close`,
        who,
        what: kindLabel(alert.kind, (code) => categories.labelOf(code)),
        times: alert.events,
        isOpen: alert.state === 'open',
        reasons: closingReasons.map((value) => ({ value, text: closingReasonLabels[value] })),
      },
    }),
    next: (alert) => ({ to: `/alerts/${alert}`, notice: 'The alert is closed.' }),
  });
}
