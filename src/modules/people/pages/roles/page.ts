import { action, form, type Page } from '../../../../platform/http/pages.ts';
import { holds } from '../../../../platform/access/access.ts';
import { roleLabels } from '../../../../platform/access/roles.ts';
import type { makeEndRoleToday } from '../../commands/end-role.ts';
import { giveRole } from '../../commands/give-role.ts';
import { mayListPeople } from '../../policy.ts';
import { showPosts } from '../../queries/show-posts.ts';
import { givenRoles } from '../../words.ts';

/** Posts, who holds them, which are vacant; giving one and ending one. */
export const rolesPages = (endRoleToday: ReturnType<typeof makeEndRoleToday>): readonly Page[] => [
  form({
    path: '/people/roles',
    template: 'modules/people/pages/roles/page.njk',
    query: showPosts,
    view: ({ posts, adults, mayGive }, { actor }) => ({
      title: 'Posts and who holds them',
      back: { href: '/people', text: 'People' },
      data: {
        posts,
        mayGive,
        opens: mayListPeople(actor).allowed,
        mayHandOver: holds(actor, 'head', 'dsl', 'deputy-dsl'),
        vacant: posts.filter((post) => post.mandatory && post.holders.length === 0).length,
        adults: adults.map((one) => ({ value: one.id, text: one.name })),
        roles: givenRoles.map((role) => ({ value: role, text: roleLabels[role] })),
      },
    }),
    command: giveRole,
    next: () => ({ to: '/people/roles', notice: 'The role is given. It counts from today.' }),
  }),
  action({
    path: '/people/roles/end',
    command: endRoleToday,
    next: () => ({ to: '/people/roles', notice: 'The role has ended.' }),
    otherwise: () => '/people/roles',
  }),
];
