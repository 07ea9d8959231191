import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';

import type { Certificate } from './certificate.ts';

/** From the first byte of a request until its head must be complete. A browser needs a blink; who sends a byte now and then is after our sockets. */
export const HEAD_MS = 20_000;
/** Until a whole request must have come in. */
export const REQUEST_MS = 30_000;
/** A connection on which nothing happens is closed after this. */
export const IDLE_CONNECTION_MS = 60_000;
/** A connection waits so long for the next request. */
export const NEXT_REQUEST_MS = 10_000;
/** Until TLS must be agreed. */
export const HANDSHAKE_MS = 10_000;
/** Connections that one address may hold: a school behind one address comes near a hundred. A named reverse proxy is not counted. */
export const MOST_CONNECTIONS_OF_ONE = 256;
/** Connections in all. */
export const MOST_CONNECTIONS = 4096;
/** Bytes of a request's head: its address and fields. */
export const HEAD_BYTES = 16 * 1024;
/** How often slow connections are looked for. */
const LOOK_EVERY_MS = 5000;

/**
 * TLS 1.3 as OpenSSL has it, and of TLS 1.2 only suites with forward secrecy and authenticated encryption (RFC 9325 4.2; Mozilla's "intermediate"
 * without finite-field Diffie-Hellman).
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

const tlsOptions = (certificate: Pick<Certificate, 'cert' | 'key'>) => ({
  cert: certificate.cert,
  key: certificate.key,
  minVersion: 'TLSv1.2' as const,
  ciphers: CIPHERS,
  honorCipherOrder: true,
});

/** What the server is made from. */
export interface ServerParts {
  /** Without one it speaks plain HTTP. */
  readonly certificate: Pick<Certificate, 'cert' | 'key'> | undefined;
  /** Whether an address may connect at all: in front of plain HTTP beyond loopback stands only the named reverse proxy. */
  readonly mayConnect: (address: string) => boolean;
  /** Whether an address holds as many connections as it likes: the named reverse proxy does. */
  readonly manyFrom: (address: string) => boolean;
}

/** The limits of time, in milliseconds. Tests use smaller ones. */
export interface ServerTimes {
  readonly headMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  readonly nextRequestMs: number;
  readonly handshakeMs: number;
  readonly lookEveryMs: number;
}

export const serverTimes: ServerTimes = {
  headMs: HEAD_MS,
  requestMs: REQUEST_MS,
  idleMs: IDLE_CONNECTION_MS,
  nextRequestMs: NEXT_REQUEST_MS,
  handshakeMs: HANDSHAKE_MS,
  lookEveryMs: LOOK_EVERY_MS,
};

/** Makes the web app's server, with its limits of time and number; it does not listen yet. */
export function makeServer(handler: RequestListener, parts: ServerParts, times: ServerTimes = serverTimes): Server {
  const limits = {
    headersTimeout: times.headMs,
    requestTimeout: times.requestMs,
    keepAliveTimeout: times.nextRequestMs,
    connectionsCheckingInterval: times.lookEveryMs,
    maxHeaderSize: HEAD_BYTES,
  };
  const server =
    parts.certificate === undefined
      ? createServer(limits, handler)
      : createTlsServer({ ...limits, ...tlsOptions(parts.certificate), handshakeTimeout: times.handshakeMs }, handler);
  server.setTimeout(times.idleMs);
  server.maxConnections = MOST_CONNECTIONS;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    if (!parts.mayConnect(address) || (count > MOST_CONNECTIONS_OF_ONE && !parts.manyFrom(address))) {
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
  return server;
}

/** Gives a running server a new certificate: connections that are open keep the old one, new ones get the new. */
export function useCertificate(server: Server, certificate: Pick<Certificate, 'cert' | 'key'>): void {
  if (server instanceof TlsServer) server.setSecureContext(tlsOptions(certificate));
}
