import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

import type { Log } from '../../platform/log/log.ts';
import type { FormFacts } from '../pages/form-ticket.ts';
import type { Place } from '../pages/layout.ts';
import { clientAddress } from '../identity/sessions-table.ts';
import type { Dialler } from './dialler.ts';
import type { Judge } from './judge.ts';
import { defaultLimits, type ProxyLimits } from './limits.ts';
import { openWork } from './open-work.ts';
import { servePlain } from './plain-request.ts';
import type { GateDoor, ProxyParts } from './proxy-parts.ts';
import { sendMishap } from './replies.ts';
import { schoolOnly } from './school-only.ts';
import { serveTunnel } from './tunnel.ts';

export interface ProxyOptions {
  readonly judge: Judge;
  readonly dialler: Dialler;
  readonly limits?: Partial<ProxyLimits>;
  readonly log: Log;
  /** Whether an address is one of the school's: the proxy serves no other. */
  readonly insideSchool: (address: string) => boolean;
  readonly gate: GateDoor;
  readonly monotonicMs: () => number;
  readonly place: () => Place;
  readonly formTicket: (facts: FormFacts) => string;
}

export interface Proxy {
  /** Listens; gives the port. `shared`: several threads listen on one port (SO_REUSEPORT). Rejects when the port is taken. */
  listen(host: string, port: number, shared: boolean): Promise<number>;
  /** Decides everything under way again, at once: after a new ruleset, a sign-in or a sign-out. */
  again(): void;
  openTunnels(): number;
  /** Takes no more connections and ends what is open. */
  close(): Promise<void>;
}

/** Puts the proxy of one thread together. Node's parser is the strict one: `insecureHTTPParser` stays off, whatever the command line says. */
export function makeProxy(options: ProxyOptions): Proxy {
  const limits: ProxyLimits = { ...defaultLimits, ...options.limits };
  const work = openWork(options.judge, options.monotonicMs);
  const parts: ProxyParts = { ...options, limits, work };
  const server = createServer({
    insecureHTTPParser: false,
    maxHeaderSize: limits.headBytes,
    requireHostHeader: false, // our own check answers with a page
    headersTimeout: limits.headMs,
    requestTimeout: 0, // bodies may take long as long as they move: see requestPiece
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(5000, limits.headMs),
    noDelay: true,
  });
  // One more than we take, so that too many are seen instead of silently dropped.
  server.maxHeadersCount = limits.headFields + 1;
  server.on('request', (req, res) => {
    servePlain(parts, req, res);
  });
  server.on('checkContinue', (req, res) => {
    servePlain(parts, req, res);
  });
  server.on('checkExpectation', (_req, res) => {
    sendMishap(res, parts.place(), 'expectation', true);
  });
  server.on('connect', (req: IncomingMessage, client: Duplex, head: Buffer) => {
    serveTunnel(parts, req, client, head).catch((error: unknown) => {
      options.log.error({ problem: error instanceof Error ? error.message : 'unknown' }, 'a tunnel failed');
      client.destroy();
    });
  });
  server.on('clientError', (error, client) => {
    answerBroken(error, client);
  });
  countConnections(server, limits.connectionsPerAddress);
  schoolOnly(server, options);
  const timer = setInterval(work.again, limits.againMs);
  timer.unref();
  return {
    listen(host, port, shared) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      server.once('error', reject);
      server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port, reusePort: shared, backlog: 4096 }, () => {
        server.off('error', reject);
        server.on('error', (error) => {
          options.log.error({ problem: error.message }, 'the proxy cannot take connections');
        });
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
      return promise;
    },
    again: work.again,
    openTunnels: work.tunnels,
    close() {
      clearInterval(timer);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => {
        resolve(undefined);
      });
      work.endAll();
      server.closeAllConnections();
      options.dialler.close();
      return promise;
    },
  };
}

/** What the parser could not read gets one line of text and no second chance on this connection. */
function answerBroken(error: Error, client: Duplex): void {
  if (client.writable && !('bytesWritten' in client && client.bytesWritten !== 0)) {
    const code = 'code' in error ? error.code : undefined;
    const status =
      code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request';
    const text = 'The filter cannot read this request safely.\n';
    client.end(
      `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${String(text.length)}\r\nConnection: close\r\n\r\n${text}`,
    );
    // The other side may go on sending: it is not listened to.
    setTimeout(() => client.destroy(), 1000).unref();
  } else client.destroy();
}

/** No address may hold so many connections that nobody else gets one. */
function countConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = clientAddress(socket.remoteAddress);
    const count = (open.get(address) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
