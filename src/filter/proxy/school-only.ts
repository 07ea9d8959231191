import type { Server, Socket } from 'node:net';

import type { Log } from '../../platform/log/log.ts';
import { clientAddress } from '../identity/sessions-table.ts';

/** Lines in the log about strangers: one in so long, with their number. Addresses are not written down. */
const SAY_EVERY_MS = 60_000;

/** Who may use the gate and the proxy at all. */
export interface SchoolOnly {
  /** Whether an address belongs to the school's networks (`SCHOOLGATE_SCHOOL_NETWORKS`). */
  readonly insideSchool: (address: string) => boolean;
  readonly log: Log;
  readonly monotonicMs: () => number;
}

/**
 * Closes every connection from outside the school before a byte of it is read: an open proxy would be everybody's, and neither door is meant to be
 * looked at from the internet (contracts.md, "Outside"). What a reverse proxy says of addresses is not asked here: none belongs in front of these two.
 */
export function schoolOnly(server: Server, { insideSchool, log, monotonicMs }: SchoolOnly): void {
  let refused = 0;
  let said = -SAY_EVERY_MS;
  // Before any other listener, so that nothing is counted or read of a stranger's connection.
  server.prependListener('connection', (socket: Socket) => {
    if (insideSchool(clientAddress(socket.remoteAddress))) return;
    socket.destroy();
    refused++;
    if (monotonicMs() - said < SAY_EVERY_MS) return;
    said = monotonicMs();
    log.warn({ refused }, 'connections from outside the school’s networks are refused');
  });
}
