import type { namePerson } from '../../commands/name-person.ts';
import { seePeople } from '../../queries/case-queries.ts';
import { parts } from '../../words.ts';
import { stepForm } from '../step-form.ts';

/** Names another person in it. */
export const peoplePage = (command: typeof namePerson) =>
  stepForm({
    path: 'people',
    folder: 'people',
    title: 'Who is in it?',
    query: seePeople,
    command,
    notice: 'The person is named.',
    data: () => ({ parts: parts.items }),
  });
