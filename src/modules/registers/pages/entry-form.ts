import type { ViewModel } from '../../../platform/http/pages.ts';
import { entryName, shownValues } from '../entry-views.ts';
import { fieldViews, formValues } from '../field-views.ts';
import type { entryFormQueries } from '../queries/entry-queries.ts';

/** What the forms that change an entry have in common. */

export type FormQuery = ReturnType<typeof entryFormQueries>['correct'];
type FormAnswer = Awaited<ReturnType<FormQuery['answer']>>;

/** The model of a form below an entry; `path` is the last part of its address. */
export function entryFormView(
  value: FormAnswer,
  given: { readonly title: string; readonly path: string; readonly data?: Readonly<Record<string, unknown>> },
): ViewModel {
  const { shape, entry, fields, rules, around } = value;
  const address = `/registers/${shape.code}/${String(entry.number)}`;
  return {
    title: given.title,
    back: { href: address, text: 'Back to the entry' },
    values: formValues(fields, entry.values, around),
    data: {
      shape,
      number: entry.number,
      version: entry.version,
      name: entryName(shape, entry),
      address,
      path: given.path,
      fields: fieldViews(fields, around, rules),
      adults: around.adults,
      shown: shownValues(shape, entry, value.names),
      addedBy: value.doer(entry.addedBy),
      ...given.data,
    },
  };
}

/** Where a form below an entry leads. */
export function backToEntry(params: Readonly<Record<string, string>>): string {
  return `/registers/${params['register'] ?? ''}/${params['number'] ?? ''}`;
}
