import { roleLabels } from '../../../../platform/access/roles.ts';
import { form, type Page } from '../../../../platform/http/pages.ts';
import { yearGroups } from '../../../school/index.ts';
import { addClassByHand } from '../../commands/add-class.ts';
import { addPersonByHand } from '../../commands/add-person.ts';
import { beforeAdding } from '../../queries/before-adding.ts';
import { givenRoles } from '../../words.ts';

const years = yearGroups.map((year) => ({ value: year.code, text: year.label }));

/** Adding a pupil, an adult or a class by hand. */
export const addingPages: readonly Page[] = [
  form({
    path: '/people/add',
    template: 'modules/people/pages/add-person/page.njk',
    query: beforeAdding,
    view: (value) => ({
      title: value.kind === 'pupil' ? 'Add a pupil' : 'Add an adult',
      back: { href: '/people', text: 'People' },
      data: {
        kind: value.kind,
        years,
        classes: value.classes.map((one) => ({ value: one.id, text: one.name })),
        roles: value.mayGiveRoles ? givenRoles.map((role) => ({ value: role, text: roleLabels[role] })) : [],
      },
    }),
    command: addPersonByHand,
    next: (person) => ({ to: `/people/${person}`, notice: 'Added.' }),
  }),
  form({
    path: '/people/classes/add',
    template: 'modules/people/pages/add-class/page.njk',
    query: beforeAdding,
    view: () => ({ title: 'Add a class', back: { href: '/people', text: 'People' }, data: { years } }),
    command: addClassByHand,
    next: () => ({ to: '/people', notice: 'The class is added.' }),
  }),
];
