import { formatDateTime } from '../../../../platform/views/format.ts';
import { page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { makeHomeQuery } from '../../home.ts';

/** The home page: what needs you today, how things stand, what you may do. */
export function homePage(parts: Pick<ModuleParts, 'whole' | 'log'>) {
  const home = makeHomeQuery(parts);
  return {
    query: home,
    page: page({
      path: '/',
      template: 'modules/school/pages/home/page.njk',
      navigation: { text: 'Home', order: 0, shownTo: (actor) => actor.kind === 'person' && !actor.roles.has('pupil') },
      query: home,
      view: ({ lines, more, figures, links }) => ({
        title: 'Today',
        data: {
          lines: lines.map((line) => ({
            text: line.text,
            note: line.urgency === 1 ? '(do this first)' : undefined,
            action: { text: line.action, href: line.href },
          })),
          more,
          figures: figures.map(({ title, evidence, kind, records }) => ({
            label: title,
            value: evidence?.figure,
            kind,
            ...records,
            latest: evidence?.latest === undefined ? undefined : formatDateTime(evidence.latest),
          })),
          links,
        },
      }),
    }),
  };
}
