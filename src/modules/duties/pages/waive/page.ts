import { form } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import type { makeWaiveDuty } from '../../commands/close-duty.ts';
import { periodLabel } from '../../period-label.ts';
import type { makeSeeWaiveForm } from '../../queries/duty-queries.ts';

/** Waives a duty for one period. */
export const waivePage = (query: ReturnType<typeof makeSeeWaiveForm>, command: ReturnType<typeof makeWaiveDuty>) =>
  form({
    path: '/duties/:code/:key/waive',
    template: 'modules/duties/pages/waive/page.njk',
    query,
    command,
    view: ({ duty, one }) => ({
      title: 'Waive a duty for this time',
      back: { href: `/duties/${one.duty}`, text: 'Back to the duty' },
      data: {
        heading: `Waive “${duty.shape.title}” for this time`,
        ask: 'Why does it not have to be done this time?',
        hint: 'It stands in the history with your name. Clauses that count on it do not count as kept for this time.',
        button: 'Waive it',
        open: one.state === 'open',
        version: one.version,
        period: periodLabel(one),
        due: formatDate(one.due),
      },
    }),
    next: ({ code }) => ({ to: `/duties/${code}`, notice: 'It is waived for this time.' }),
  });
