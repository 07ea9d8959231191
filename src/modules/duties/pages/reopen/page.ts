import { form } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import type { makeReopenDuty } from '../../commands/close-duty.ts';
import { periodLabel } from '../../period-label.ts';
import type { makeSeeReopenForm } from '../../queries/duty-queries.ts';

/** Opens again what was recorded by mistake. */
export const reopenPage = (query: ReturnType<typeof makeSeeReopenForm>, command: ReturnType<typeof makeReopenDuty>) =>
  form({
    path: '/duties/:code/:key/reopen',
    template: 'modules/duties/pages/waive/page.njk',
    query,
    command,
    view: ({ duty, one }) => ({
      title: 'Reopen a duty',
      back: { href: `/duties/${one.duty}`, text: 'Back to the duty' },
      data: {
        heading: `Reopen “${duty.shape.title}”`,
        ask: 'Why is it to be open again?',
        hint: 'What was recorded stays in the history, with your reason beside it.',
        button: 'Reopen it',
        open: one.state === 'done' || one.state === 'waived',
        version: one.version,
        period: periodLabel(one),
        due: formatDate(one.due),
      },
    }),
    next: ({ code }) => ({ to: `/duties/${code}`, notice: 'It is open again.' }),
  });
