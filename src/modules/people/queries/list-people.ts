import { z } from 'zod';

import { roles, staffRoles } from '../../../platform/access/roles.ts';
import { holds } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { mayListPeople, mayOpenContacts } from '../policy.ts';
import { peoplePage, type PeopleFilter } from '../people-page.ts';
import { classesOf } from '../store.ts';

/** The list of people: pupils, adults or contacts, filtered and paged by the URL. What cannot be read in the URL is left out of the filter. */
export const listPeople = query({
  name: 'people.list-people',
  input: z.object({
    show: z.enum(['pupils', 'adults', 'contacts']).catch('pupils'),
    q: z.string().max(100).catch(''),
    class: z.string().max(64).catch(''),
    role: z.enum(['', ...roles]).catch(''),
    order: z.enum(['ascending', 'descending']).catch('ascending'),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayListPeople,
  answer: async (db, { actor, input, now }) => {
    const taught = actor.kind === 'person' ? [...actor.classes] : [];
    const all = actor.kind !== 'person' || holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'office', 'technician');
    const today = schoolDay(now).toString();
    const show = input.show === 'contacts' && !mayOpenContacts(actor) ? 'pupils' : input.show;
    const filter: PeopleFilter = {
      ...input,
      show,
      // A teacher's pupils are those they teach today; everybody who works here may see who else does.
      onlyClasses: all || show !== 'pupils' ? undefined : taught,
    };
    const classes = (await classesOf(db)).filter(
      (one) => filter.onlyClasses === undefined || filter.onlyClasses.includes(one.id),
    );
    return {
      filter,
      classes,
      mayOpen: all,
      mayOpenContacts: mayOpenContacts(actor),
      staffOnly: !all && holds(actor, ...staffRoles),
      ...(await peoplePage(db, filter, today)),
    };
  },
  leaves: (value, { input }) =>
    input.q === '' ? [] : [{ name: 'people-searched', subject: 'school', data: { shown: value.people.length } }],
});
