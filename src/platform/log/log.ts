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

/** Opens a log that writes JSON lines to `file` (appending, synchronously enough to survive an exit), or to nowhere when it is undefined. */
export function openLog(part: string, file: string | undefined): Log {
  if (file === undefined) return pino({ enabled: false });
  return pino(
    { name: part, redact, base: { part } },
    pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 }),
  );
}
