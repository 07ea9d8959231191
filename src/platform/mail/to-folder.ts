import { mkdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { ServerTrouble, type Connection, type Delivery } from './delivery.ts';

/**
 * Mail as `.eml` files in `folder`, while no mail server is set: nobody receives it. Each file is complete before it has its name; a crash
 * in between writes the same file again.
 */
export function toFolder(folder: string): Delivery {
  const connection: Connection = {
    async deliver(mail, begins) {
      const name = join(folder, `${mail.id}.eml`);
      try {
        await begins();
        const file = await open(`${name}.part`, 'w', 0o600);
        try {
          await file.writeFile(mail.bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(`${name}.part`, name);
        return { kind: 'sent' };
      } catch (error) {
        return { kind: 'later', answer: codeOf(error) };
      }
    },
    usable: () => true,
    close: () => undefined,
  };
  return {
    way: 'files',
    connections: 1,
    open: () => {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
      } catch (error) {
        return Promise.reject(new ServerTrouble('folder', error));
      }
      return Promise.resolve(connection);
    },
  };
}

/** `EACCES` of an error of the operating system: never its message, which names paths. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'broken';
}
