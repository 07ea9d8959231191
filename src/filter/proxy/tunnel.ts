import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Decision } from '../engine/decision.ts';
import type { Identity } from '../identity/identify.ts';
import { clientAddress } from '../identity/sessions-table.ts';
import { proxyRules } from '../pages/refusal.ts';
import { readAuthority, readHost, type Authority } from './authority.ts';
import { HELLO_LIMIT, readClientHello } from './client-hello.ts';
import { requestFraming } from './hop-by-hop.ts';
import type { Asking } from './judge.ts';
import type { OpenPiece } from './open-work.ts';
import { insideAddress, isListed } from './plain-request.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { refuseTunnel } from './replies.ts';

const HTTPS = 443;

/**
 * One CONNECT (RFC 9110 section 9.3.6): judged by the host it names, connected, and, once the browser's TLS hello is here, judged
 * again by the name in it. A browser shows nothing of a refusal, so the gate's start page tells what was refused and why.
 */
export async function serveTunnel(
  parts: ProxyParts,
  req: IncomingMessage,
  client: Duplex,
  head: Buffer,
): Promise<void> {
  client.on('error', () => client.destroy());
  const framing = requestFraming(req.rawHeaders, req.httpVersion);
  const to = readAuthority(req.url ?? '', undefined);
  if (
    framing.kind !== 'none' ||
    to === undefined ||
    !hostAgrees(req, to) ||
    req.rawHeaders.length / 2 > parts.limits.headFields
  ) {
    refuseTunnel(client, 400, 'This request cannot be read safely.');
    return;
  }
  const asking: Asking = {
    address: clientAddress(req.socket.remoteAddress),
    proxyAuthorization: req.headers['proxy-authorization'],
    host: to.host,
    port: to.port,
    scheme: 'https',
  };
  const judgement = parts.judge.judge(asking);
  if (judgement.kind === 'wrong-credential') {
    refuseTunnel(client, 407, 'This network log-in is not right.');
    return;
  }
  if (judgement.kind === 'too-many') {
    refuseTunnel(client, 429, 'Too many wrong log-ins. Wait one minute.');
    return;
  }
  const { decision, identity } = judgement;
  const refuse = (refused: Decision): void => {
    parts.judge.recordBlocked(asking, refused, identity, '');
    refuseTunnel(client, 403, `This site is closed. Your start page says why: ${parts.gate.url}`);
  };
  if (judgement.kind === 'blocked') {
    refuse(decision);
    return;
  }
  if (!portOpen(parts, to.port, decision)) {
    refuse({ ...insideAddress(decision), rule: proxyRules.port });
    return;
  }
  const dialled = await parts.dialler.dial(to, isListed(parts, asking, decision), parts.limits.connectMs);
  if (dialled.kind !== 'connected') {
    if (dialled.kind === 'closed-address') refuse(insideAddress(decision));
    else if (dialled.kind === 'too-slow') refuseTunnel(client, 504, 'This site takes too long to answer.');
    else if (dialled.kind === 'not-found') refuseTunnel(client, 502, 'There is no site with this name.');
    else refuseTunnel(client, 502, 'This site does not answer.');
    return;
  }
  const site = dialled.socket;
  if (client.destroyed) {
    site.destroy();
    return;
  }
  tunnel(parts, { client, site, head, asking, decision, identity });
}

/** A Host field, where there is one, names the same host; browsers differ in whether they write the port. */
function hostAgrees(req: IncomingMessage, to: Authority): boolean {
  const field = req.headers.host;
  return field === undefined || readAuthority(field, to.port)?.host === to.host;
}

function portOpen(parts: ProxyParts, port: number, decision: Decision): boolean {
  return (
    port === HTTPS ||
    decision.reason === 'own' ||
    parts.judge.current().ruleset?.network.connectPorts.includes(port) === true
  );
}

interface Ends {
  readonly client: Duplex;
  readonly site: Socket;
  readonly head: Buffer;
  readonly asking: Asking;
  readonly decision: Decision;
  readonly identity: Identity;
}

function tunnel(parts: ProxyParts, ends: Ends): void {
  const { client, site, asking, identity } = ends;
  const tlsOnly = parts.limits.tlsPorts.includes(asking.port);
  const askings: Asking[] = [asking];
  let hello: NodeJS.Timeout | undefined;
  let received: Buffer[] = [];
  let moved = parts.monotonicMs();
  let bytes = -1;

  const close = (): void => {
    clearTimeout(hello);
    parts.work.remove(piece);
    client.destroy();
    site.destroy();
  };
  const refuse = (refused: Asking, decision: Decision, who: Identity): void => {
    parts.judge.recordBlocked(refused, decision, who, '');
    close();
  };
  const piece: OpenPiece = {
    kind: 'tunnel',
    askings,
    overdue(now) {
      const total = site.bytesRead + site.bytesWritten;
      if (total !== bytes) {
        bytes = total;
        moved = now;
      }
      return now - moved > parts.limits.tunnelIdleMs;
    },
    end(refused) {
      if (refused === undefined) close();
      else refuse(refused.asking, refused.decision, refused.identity);
    },
  };
  parts.work.add(piece);
  client.on('close', close);
  site.on('close', close);
  site.on('error', close);

  /** Lets the connection run; what was read so far goes first. */
  const open = (first: Buffer): void => {
    clearTimeout(hello);
    client.off('data', listen);
    received = [];
    parts.judge.recordVisit(asking, ends.decision, identity);
    if (first.length > 0) site.write(first);
    client.pipe(site);
    if (!early) site.pipe(client);
  };
  const listen = (chunk: Buffer): void => {
    received.push(chunk);
    const all = received.length === 1 ? chunk : Buffer.concat(received);
    received = [all];
    const read = readClientHello(all);
    switch (read.kind) {
      case 'more':
        if (all.length > HELLO_LIMIT) close();
        return;
      case 'not-tls':
        // On a listed port other than 443 the school has said that something else may speak there.
        if (tlsOnly) refuse(asking, { ...insideAddress(ends.decision), rule: proxyRules.notTls }, identity);
        else open(all);
        return;
      case 'bad':
        refuse(asking, { ...insideAddress(ends.decision), rule: proxyRules.notTls }, identity);
        return;
      case 'hello':
        if (read.serverName === null || nameAllowed(read.serverName)) open(all);
    }
  };
  /** True when the name in the hello is the one that was judged, or is allowed too; else the tunnel is closed and the name recorded. */
  const nameAllowed = (serverName: string): boolean => {
    const name = readHost(serverName);
    if (name === asking.host) return true;
    if (name === undefined) {
      refuse(asking, { ...insideAddress(ends.decision), rule: proxyRules.notTls }, identity);
      return false;
    }
    const second: Asking = { ...asking, host: name };
    const judgement = parts.judge.judge(second);
    if (judgement.kind === 'blocked') {
      refuse(second, judgement.decision, judgement.identity);
      return false;
    }
    if (judgement.kind !== 'allowed') {
      close();
      return false;
    }
    askings.push(second);
    parts.judge.recordVisit(second, judgement.decision, judgement.identity);
    return true;
  };

  // Elsewhere than on 443 the site may have to speak first.
  const early = !tlsOnly;
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (early) site.pipe(client);
  else hello = setTimeout(close, parts.limits.helloMs).unref();
  client.on('data', listen);
  if (ends.head.length > 0) listen(ends.head);
}
