import { page } from '../../../../platform/http/pages.ts';
import type { Categories } from '../../categories.ts';
import { holds } from '../../../../platform/access/access.ts';
import type { makeViewCounts } from '../../queries/view-week.ts';
import { weekModel } from '../../week-model.ts';

/** The week's counts without names: what IT support sees of monitoring. */
export function countsPage(categories: Categories, viewCounts: ReturnType<typeof makeViewCounts>) {
  return page({
    path: '/monitoring/counts',
    template: 'modules/monitoring/pages/counts/page.njk',
    query: viewCounts,
    navigation: { text: 'Web activity', order: 31, shownTo: (actor) => holds(actor, 'technician') },
    view: (week) => ({
      title: 'Web activity in figures',
      data: { week: weekModel(week, (code) => categories.labelOf(code)) },
    }),
  });
}
