import { form } from '../../../../platform/http/pages.ts';
import type { makeAddEntry } from '../../commands/add-entry.ts';
import { fieldViews } from '../../field-views.ts';
import type { makeSeeAddForm } from '../../queries/see-add-form.ts';

/** Adds an entry. */
export const addPage = (query: ReturnType<typeof makeSeeAddForm>, command: ReturnType<typeof makeAddEntry>) =>
  form({
    path: '/registers/:register/add',
    template: 'modules/registers/pages/add/page.njk',
    query,
    command,
    view: ({ shape, rules, around }) => ({
      title: `Add ${shape.one}`,
      back: { href: `/registers/${shape.code}`, text: shape.title },
      data: {
        shape,
        rules,
        fields: fieldViews(shape.fields, around, rules),
        adults: around.adults,
        waits: shape.approval !== undefined,
      },
    }),
    next: ({ number, waits }, { params }) => {
      const base = `/registers/${params['register'] ?? ''}`;
      return {
        to: base,
        notice: waits
          ? `Recorded as number ${String(number)}. It waits for approval.`
          : `Recorded as number ${String(number)}.`,
      };
    },
  });
