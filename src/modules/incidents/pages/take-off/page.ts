import type { withdrawPerson } from '../../commands/withdraw-person.ts';
import { seeTakeOff } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Takes off somebody who was named by mistake. */
export const takeOffPage = (command: typeof withdrawPerson) =>
  stepForm({
    path: 'people/:part/take-off',
    folder: 'take-off',
    title: 'Take a person off',
    query: seeTakeOff,
    command,
    notice: 'The person is taken off.',
    data: ({ view }, { url }) => ({ person: view.people.find((each) => url.pathname.includes(each.id)) }),
  });
