import { fileKindOf } from '../../../platform/files/file-kinds.ts';
import type { FileStore } from '../../../platform/files/file-store.ts';
import { file } from '../../../platform/http/pages.ts';
import type { makeOpenDutyFile } from '../queries/duty-queries.ts';

/** A file that shows a duty done. Its name says which duty and which day: names stay in lists of downloads. */
export const openFileRoute = (query: ReturnType<typeof makeOpenDutyFile>, files: FileStore) =>
  file({
    path: '/duties/:code/:key/files/:file',
    query,
    file: (found) => {
      const kind = fileKindOf(found.kind);
      return {
        name: `${found.name}.${kind?.endings[0] ?? 'bin'}`,
        type: kind?.mime ?? 'application/octet-stream',
        body: files.read(found.content),
        shown: kind?.shown === true,
      };
    },
  });
