import type { giveSanction } from '../../commands/give-sanction.ts';
import { seeSanction } from '../../queries/case-queries.ts';
import { parts, sanctions } from '../../words.ts';
import { stepForm } from '../step-form.ts';

/** Gives a sanction; the filter carries out “internet removed”. */
export const sanctionPage = (command: typeof giveSanction) =>
  stepForm({
    path: 'sanction',
    folder: 'sanction',
    title: 'Give a sanction',
    query: seeSanction,
    command,
    notice: 'The sanction is recorded. Where the internet is removed, the filter obeys within seconds.',
    values: ({ view }) => ({
      starts: 'now',
      ends: 'after',
      unit: 'hours',
      clause: view.incident.clause ?? '',
      ...(view.people.length === 1 ? { person: view.people[0]?.person } : {}),
    }),
    data: ({ view }) => ({
      people: view.people.flatMap((each) =>
        each.person === null || each.part === parts.label('saw')
          ? []
          : [{ value: each.person, text: each.name, hint: [each.part, each.detail].filter(Boolean).join(', ') }],
      ),
      sanctions: sanctions.items,
    }),
  });
