import { roleLabels } from '../../../../platform/access/roles.ts';
import { action, form, type Page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { coveredRoles, endCover, nameCover } from '../../cover/name-cover.ts';
import { showCovers } from '../../cover/show-covers.ts';

/** Who stands in for whom; naming somebody, and ending it early. */
export const coverPages: readonly Page[] = [
  form({
    path: '/people/cover',
    template: 'modules/people/pages/cover/page.njk',
    query: showCovers,
    view: ({ covers, adults, head, own, roles, today }) => ({
      title: 'When somebody is away',
      back: { href: '/', text: 'Home' },
      values: { holder: own },
      data: {
        head,
        own,
        covers: covers.map((cover) => ({
          id: cover.id,
          who: cover.person.name,
          holder: cover.holder.name,
          role: roleLabels[cover.role],
          when:
            cover.from.toString() <= today
              ? `until ${formatDate(cover.last)}`
              : `from ${formatDate(cover.from)} until ${formatDate(cover.last)}`,
        })),
        adults: adults.map((one) => ({ value: one.id, text: one.name })),
        roles: coveredRoles
          .filter((role) => head || roles.includes(role))
          .map((role) => ({ value: role, text: roleLabels[role] })),
      },
    }),
    command: nameCover,
    next: () => ({ to: '/people/cover', notice: 'The cover is set. Both are told.' }),
  }),
  action({
    path: '/people/cover/:id/end',
    command: endCover,
    next: () => ({ to: '/people/cover', notice: 'The cover has ended.' }),
    otherwise: () => '/people/cover',
  }),
];
