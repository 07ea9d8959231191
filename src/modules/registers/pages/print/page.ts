import { page } from '../../../../platform/http/pages.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { entryName, shownValues, stateTag } from '../../entry-views.ts';
import { MOST_PRINTED, type makeSeePrint } from '../../queries/list-queries.ts';

/** A register on paper: every column of every entry that the address names. */
export const printPage = (query: ReturnType<typeof makeSeePrint>) =>
  page({
    path: '/registers/:register/print',
    template: 'modules/registers/pages/print/page.njk',
    query,
    view: ({ shape, entries, total, names, now }) => ({
      title: `${shape.title}, to print`,
      back: { href: `/registers/${shape.code}`, text: shape.title },
      data: {
        shape,
        total,
        most: MOST_PRINTED,
        printed: formatDateTime(now),
        entries: entries.map((entry) => ({
          number: entry.number,
          name: entryName(shape, entry),
          about: formatDate(entry.about),
          state: stateTag(shape, entry).text,
          values: shownValues(shape, entry, names),
        })),
      },
    }),
  });
