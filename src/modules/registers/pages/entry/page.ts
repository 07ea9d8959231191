import { fileKindOf } from '../../../../platform/files/file-kinds.ts';
import { inMegabytes, type FileStore } from '../../../../platform/files/file-store.ts';
import { file, page } from '../../../../platform/http/pages.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { isOverdue } from '../../entry.ts';
import { entryName, historyOf, shownValues, stateTag } from '../../entry-views.ts';
import type { makeOpenRegisterFile, makeSeeEntry } from '../../queries/entry-queries.ts';

/** One entry with its history and files. */
export const entryPage = (query: ReturnType<typeof makeSeeEntry>) =>
  page({
    path: '/registers/:register/:number',
    template: 'modules/registers/pages/entry/page.njk',
    query,
    view: (value, { now }) => {
      const { shape, entry, names, doer } = value;
      const due = entry.due;
      return {
        // The window's title stays in the history of a browser: it says which entry and not what is in it.
        title: `${shape.title}, number ${String(entry.number)}`,
        back: value.may.list
          ? { href: `/registers/${shape.code}`, text: shape.title }
          : { href: '/registers', text: 'Registers' },
        data: {
          shape,
          number: entry.number,
          name: entryName(shape, entry),
          address: `/registers/${shape.code}/${String(entry.number)}`,
          state: stateTag(shape, entry),
          waiting: entry.state === 'waiting',
          deciders: value.deciders,
          overdue:
            due !== null && isOverdue(entry, schoolDay(now))
              ? `${shape.due?.says ?? 'overdue'}: the day was ${formatDate(due)}`
              : undefined,
          values: shownValues(shape, entry, names),
          decided:
            entry.decidedAt === null ? undefined : `${doer(entry.decidedBy)}, ${formatDateTime(entry.decidedAt)}`,
          history: historyOf(shape, entry, value.changes, names, doer),
          files: value.files.map((one) => ({
            id: one.id,
            name: one.name,
            kind: fileKindOf(one.kind)?.label ?? one.kind,
            size: inMegabytes(one.bytes),
            by: doer(one.added_by),
            at: formatDateTime(one.added_at),
          })),
          may: value.may,
        },
      };
    },
  });

/** One file of an entry. Its name says which register and number, and not what is in it: names stay in lists of downloads. */
export const openFileRoute = (query: ReturnType<typeof makeOpenRegisterFile>, files: FileStore) =>
  file({
    path: '/registers/:register/:number/files/:file',
    query,
    file: (found) => {
      const kind = fileKindOf(found.kind);
      return {
        name: `${found.register}-${String(found.number)}-file-${String(found.place)}.${kind?.endings[0] ?? 'bin'}`,
        type: kind?.mime ?? 'application/octet-stream',
        body: files.read(found.content),
        shown: kind?.shown === true,
      };
    },
  });
