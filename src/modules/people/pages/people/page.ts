import { roleLabels, roles, staffRoles } from '../../../../platform/access/roles.ts';
import { holds } from '../../../../platform/access/access.ts';
import { page } from '../../../../platform/http/pages.ts';
import { listTable } from '../../../../platform/views/list-table.ts';
import { yearGroupOf } from '../../../school/index.ts';
import type { PersonSummary } from '../../lists.ts';
import { PAGE_SIZE } from '../../people-page.ts';
import { mayAddPeople, maySeePosts } from '../../policy.ts';
import { maySeeResets } from '../../resets/policy.ts';
import { mayFillIn } from '../../single-sign-on/policy.ts';
import { listPeople } from '../../queries/list-people.ts';

const words = { pupils: ['pupil', 'pupils'], adults: ['adult', 'adults'], contacts: ['contact', 'contacts'] } as const;

/** The list of people. */
export const peopleListPage = page({
  path: '/people',
  template: 'modules/people/pages/people/page.njk',
  navigation: { text: 'People', order: 60, shownTo: (actor) => holds(actor, ...staffRoles) },
  query: listPeople,
  view: (value, { actor, url }) => {
    const { filter } = value;
    const noun = words[filter.show];
    const query = Object.fromEntries(url.searchParams);
    const className = value.classes.find((one) => one.id === filter.class)?.name;
    const why = [
      value.staffOnly && filter.show === 'pupils' ? 'in the classes you teach' : 'here today',
      className === undefined ? '' : `in ${className}`,
      filter.role === '' || filter.show !== 'adults' ? '' : `as ${roleLabels[filter.role]}`,
      filter.q === '' ? '' : 'with that name',
    ];
    return {
      title: 'People',
      data: {
        table: listTable({
          caption: noun[1].charAt(0).toUpperCase() + noun[1].slice(1),
          address: '/people',
          query,
          columns: [
            { key: 'name', text: 'Name', sortable: true },
            ...(filter.show === 'pupils'
              ? [
                  { key: 'year', text: 'Year' },
                  { key: 'class', text: 'Class' },
                ]
              : filter.show === 'adults'
                ? [{ key: 'roles', text: 'Roles' }]
                : []),
          ],
          sort: { key: 'name', descending: filter.order === 'descending' },
          page: { number: filter.page, size: PAGE_SIZE, total: value.total },
          rows: value.people.map((person) => [
            value.mayOpen || person.pupil !== null
              ? { text: listedName(person), href: `/people/${person.id}` }
              : { text: listedName(person) },
            ...(filter.show === 'pupils'
              ? [
                  { text: yearGroupOf(person.pupil?.yearGroup ?? '')?.label ?? 'Not known' },
                  { text: person.pupil?.classes.map((one) => one.name).join(', ') ?? '' },
                ]
              : filter.show === 'adults'
                ? [{ text: person.roles.map((role) => roleLabels[role]).join(', ') }]
                : []),
          ]),
          why: why.filter((one) => one !== '').join(', '),
          noun,
        }),
        total: value.total,
        show: filter.show,
        q: filter.q,
        class: filter.class,
        role: filter.role,
        classes: value.classes.map((one) => ({ value: one.id, text: one.name })),
        roles: roles
          .filter((role) => role !== 'pupil' && role !== 'parent')
          .map((role) => ({ value: role, text: roleLabels[role] })),
        tabs: [
          { text: 'Pupils', href: '/people', current: filter.show === 'pupils' },
          { text: 'Adults', href: '/people?show=adults', current: filter.show === 'adults' },
          ...(value.mayOpenContacts
            ? [{ text: 'Parents and carers', href: '/people?show=contacts', current: filter.show === 'contacts' }]
            : []),
        ],
        mayAdd: mayAddPeople(actor).allowed,
        maySeePosts: maySeePosts(actor).allowed,
        maySeeResets: maySeeResets(actor).allowed,
        mayFillIn: mayFillIn(actor).allowed,
      },
      values: { q: filter.q, class: filter.class, role: filter.role },
    };
  },
});

/** By what the list is sorted by: family name first. What people call them follows when it is something else: "Okafor, Ada (Mrs Okafor)". */
function listedName({ name, givenName, familyName }: PersonSummary): string {
  const listed = [familyName, givenName].filter((part) => part !== '').join(', ');
  return name === `${givenName} ${familyName}`.trim() ? listed : `${listed} (${name})`;
}
