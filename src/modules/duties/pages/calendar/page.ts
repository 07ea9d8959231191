import { page } from '../../../../platform/http/pages.ts';
import { formatDate, formatMonth } from '../../../../platform/views/format.ts';
import { postLabel } from '../../../people/index.ts';
import type { makeSeeCalendar } from '../../queries/duty-queries.ts';
import { before } from '../../../school/index.ts';

/** The months to come as a list, to look at or print. */
export const calendarPage = (query: ReturnType<typeof makeSeeCalendar>) =>
  page({
    path: '/duties/calendar',
    template: 'modules/duties/pages/calendar/page.njk',
    query,
    view: ({ days, today, all, progress }) => ({
      title: 'Duties in the months to come',
      back: { href: '/duties', text: 'Duties' },
      data: {
        all,
        progress,
        late: days.filter((one) => before(one.due, today)).map((one) => lineOf(one)),
        months: [
          ...Map.groupBy(
            days.filter((one) => !before(one.due, today)),
            (one) => one.due.toPlainYearMonth().toString(),
          ),
        ].map(([month, ones]) => ({ title: formatMonth(month), lines: ones.map((one) => lineOf(one)) })),
      },
    }),
  });

function lineOf(one: Awaited<ReturnType<ReturnType<typeof makeSeeCalendar>['answer']>>['days'][number]) {
  const { shape } = one.duty;
  return { day: formatDate(one.due), title: shape.title, href: `/duties/${shape.code}`, post: postLabel(one.post) };
}
