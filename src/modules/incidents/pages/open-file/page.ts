import type { FileStore } from '../../../../platform/files/file-store.ts';
import { fileKindOf } from '../../../../platform/files/file-kinds.ts';
import { file } from '../../../../platform/http/pages.ts';
import { openFile } from '../../queries/file-queries.ts';

/** One file of a case. Its name says which case and which file, and not what is in it: names stay in lists of downloads. */
export const openFilePage = (files: FileStore) =>
  file({
    path: '/incidents/:id/files/:file',
    query: openFile,
    file: (found) => {
      const kind = fileKindOf(found.kind);
      return {
        name: `incident-${String(found.incident)}-file-${String(found.number)}.${kind?.endings[0] ?? 'bin'}`,
        type: kind?.mime ?? 'application/octet-stream',
        body: files.read(found.content),
        shown: kind?.shown === true,
      };
    },
  });
