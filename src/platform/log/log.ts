import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import pino from 'pino';

/** The program's log: never personal content, never a secret. Redaction is decided here once. */
export type Log = pino.Logger;

const redact = [
  'password',
  '*.password',
  'secret',
  '*.secret',
  'token',
  '*.token',
  'req.headers.cookie',
  'req.headers.authorization',
  'req.headers["proxy-authorization"]',
];

/** What waits to be written while the disk takes nothing; later lines are dropped. */
const MOST_WAITING_BYTES = 1024 * 1024;

/**
 * Opens a log that writes JSON lines to `file` (appending, synchronously enough to survive an exit), or to nowhere when it is undefined.
 * A disk that takes no more lines stops the log, never the program.
 */
export function openLog(part: string, file: string | undefined): Log {
  if (file === undefined) return pino({ enabled: false });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const destination = pino.destination({
    dest: file,
    sync: true,
    mode: 0o600,
    maxLength: MOST_WAITING_BYTES,
  });
  // Unheard, the error of a full disk would end the process: the filter would close the internet for want of a log line.
  destination.on('error', () => undefined);
  return pino({ name: part, redact, base: { part } }, destination);
}
