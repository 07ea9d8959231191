import { holds } from '../../../../platform/access/access.ts';
import { staffRoles } from '../../../../platform/access/roles.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDate, formatPlural } from '../../../../platform/views/format.ts';
import { areaWords } from '../../../policy/index.ts';
import type { makeSeeRegisters } from '../../queries/see-registers.ts';

/** The registers, by area of the policy. */
export const registersPage = (query: ReturnType<typeof makeSeeRegisters>) =>
  page({
    path: '/registers',
    template: 'modules/registers/pages/registers/page.njk',
    navigation: {
      text: 'Registers',
      order: 45,
      shownTo: (actor) => holds(actor, ...staffRoles, 'governor', 'chair', 'vice-chair'),
    },
    query,
    view: ({ registers, mayMake }) => ({
      title: 'Registers',
      data: {
        mayMake,
        areas: Object.entries(areaWords).flatMap(([code, label]) => {
          const mine = registers.filter(({ shape }) => shape.area === code);
          if (mine.length === 0) return [];
          return [
            {
              label,
              registers: mine.map(({ shape, own, adds, reads, count, overdue, waiting }) => ({
                title: shape.title,
                purpose: shape.purpose,
                href: `/registers/${shape.code}`,
                addHref: adds ? `/registers/${shape.code}/add` : undefined,
                adds: `Add ${shape.one}`,
                own,
                overdue: overdue === 0 ? undefined : formatPlural(overdue, 'entry', 'entries'),
                waiting: waiting === 0 ? undefined : formatPlural(waiting, 'entry', 'entries'),
                says: saysOf({ reads, restricted: shape.restricted === true, count }),
              })),
            },
          ];
        }),
      },
    }),
  });

function saysOf(given: {
  readonly reads: boolean;
  readonly restricted: boolean;
  readonly count: { readonly count: number; readonly newest: string } | undefined;
}): string {
  if (given.restricted) return 'Restricted: it is in no count, and each look at it is recorded.';
  if (!given.reads) return 'You add to it, and see what you added.';
  if (given.count === undefined || given.count.count === 0) return 'No entries yet.';
  return `${formatPlural(given.count.count, 'entry', 'entries')}, the newest of ${formatDate(given.count.newest)}.`;
}
