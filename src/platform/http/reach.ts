import type { FastifyRequest } from 'fastify';

import type { Exposure } from '../config/exposure.ts';
import { isLoopback } from '../config/networks.ts';

/**
 * From where a route may be asked for; part of its rule, so a route that does not say stops the app.
 * `anywhere`: parents need it at home. `staff`: at school, and from outside only where SCHOOLGATE_OUTSIDE=staff. `school`: never from outside.
 * Every page of a query or a command is for people who have signed in, so it is `staff`; a public route says its own.
 */
export type Reach = 'anywhere' | 'staff' | 'school';

/** Whether a request from outside the school's networks may ask for a route; `undefined` is an address where there is none. */
export function reachesFromOutside(reach: Reach | undefined, outside: Exposure['outside']): boolean {
  return reach === 'anywhere' || (reach === 'staff' && outside === 'staff');
}

/** What a reverse proxy adds. Nobody else has a reason to send one of these. */
const FORWARDING = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const;

/**
 * Whether a request comes from outside the school. The address is the browser's as the connection or a named reverse proxy says it (`request.ip`). What
 * came through a reverse proxy on this machine that nobody named cannot be told from a stranger, so it counts as one: forgetting to name it opens nothing.
 */
export function isFromOutside(exposure: Exposure, request: Pick<FastifyRequest, 'ip' | 'headers' | 'socket'>): boolean {
  if (!exposure.insideSchool(request.ip)) return true;
  const peer = request.socket.remoteAddress ?? '';
  return (
    isLoopback(peer) &&
    !exposure.trustedProxy.has(peer) &&
    FORWARDING.some((name) => request.headers[name] !== undefined)
  );
}
