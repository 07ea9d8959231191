import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

import { Unusable } from '../errors/errors.ts';

/** Where clamd listens: a socket's path, or host and port. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** Reads SCHOOLGATE_CLAMD: `/run/clamav/clamd.ctl`, or `127.0.0.1:3310`. '' is none. Throws `Unusable`. */
export function readClamdAddress(text: string): ClamdAddress | undefined {
  if (text === '') return undefined;
  if (text.startsWith('/')) return { path: text };
  const match = /^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9.-]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) {
    throw new Unusable(
      'SCHOOLGATE_CLAMD',
      `“${text}” is neither the path of a socket nor host:port.`,
      'Write it like /run/clamav/clamd.ctl or 127.0.0.1:3310.',
    );
  }
  return { host: match[1].replaceAll(/[[\]]/g, ''), port };
}

/** What a scan found. `unanswered`: clamd could not be asked, or would not look at all of it; nothing is known then. */
export type Found = 'clean' | 'virus' | 'unanswered';

/** One scan that runs beside an upload. */
export interface Scan {
  /** Hands on the next bytes. Never throws: what went wrong, `end` says. */
  take(bytes: Uint8Array): Promise<void>;
  end(): Promise<Found>;
  /** Gives up: the upload ended otherwise. */
  drop(): void;
}

/** How long clamd may be silent. */
const PATIENCE_MS = 20_000;
const MOST_ANSWER = 4_096;

/**
 * Asks clamd by its INSTREAM command (clamd(8)): `zINSTREAM\0`, then pieces with their length as four bytes, then a length of zero; the
 * answer is `stream: OK`, `stream: <name> FOUND` or `… ERROR`.
 */
export function scanWith(address: ClamdAddress, patienceMs: number = PATIENCE_MS): Scan {
  const socket: Socket = connect(address);
  let failed = false;
  let answer = '';
  socket.setTimeout(patienceMs, () => socket.destroy());
  socket.on('error', () => {
    failed = true;
  });
  socket.on('data', (bytes) => {
    answer += bytes.toString();
    if (answer.length > MOST_ANSWER) socket.destroy();
  });
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      resolve();
    }),
  );
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (failed || socket.destroyed || !socket.writable) return;
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  };
  const begun = write(Buffer.from('zINSTREAM\0'));
  return {
    async take(bytes) {
      await begun;
      if (bytes.length === 0) return;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      await write(Buffer.concat([length, bytes]));
    },
    async end() {
      await begun;
      await write(Buffer.alloc(4));
      await closed;
      const said = answer.replace(/\0.*$/s, '').trim();
      if (said.endsWith(' FOUND')) return 'virus';
      return said === 'stream: OK' && !failed ? 'clean' : 'unanswered';
    },
    drop: () => socket.destroy(),
  };
}
