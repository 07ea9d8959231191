import { request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';

import type { Decision } from '../engine/decision.ts';
import type { Identity } from '../identity/identify.ts';
import { clientAddress } from '../identity/sessions-table.ts';
import { blockPage } from '../pages/block-page.ts';
import type { Mishap } from '../pages/error-page.ts';
import { proxyRules } from '../pages/refusal.ts';
import { hostField, hostPortText, readAbsoluteTarget, readAuthority, type AbsoluteTarget } from './authority.ts';
import { writeClientField } from './client-field.ts';
import { bareHost, dialFailure } from './dialler.ts';
import { CLIENT_ADDRESS_FIELD, endToEnd, requestFraming, type Framing } from './hop-by-hop.ts';
import type { Asking } from './judge.ts';
import type { OpenPiece } from './open-work.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { sendMishap, sendPage } from './replies.ts';

/** Methods that are not passed on: CONNECT is a tunnel, TRACE would show a page what proxies add. */
const REFUSED_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** One request in absolute form: checked, judged, recorded and passed on, or answered with a page that says why not. */
export function servePlain(parts: ProxyParts, req: IncomingMessage, res: ServerResponse): void {
  const framing = requestFraming(req.rawHeaders, req.httpVersion);
  const hasBody = framing.kind !== 'none';
  const fail = (mishap: Mishap, detail?: string): void => {
    sendMishap(res, parts.place(), mishap, hasBody, detail);
  };
  if (framing.kind === 'refused') {
    fail('bad-request', framing.why);
    return;
  }
  if (req.rawHeaders.length / 2 > parts.limits.headFields) {
    fail('too-large');
    return;
  }
  const url = req.url ?? '';
  const target = readAbsoluteTarget(url);
  if (target === undefined) {
    if (url.startsWith('/')) fail('not-a-proxy-request');
    else fail('bad-request', 'its address is not an http address in absolute form');
    return;
  }
  if (!hostAgrees(req, target)) {
    fail('host-mismatch');
    return;
  }
  const method = req.method ?? 'GET';
  if (REFUSED_METHODS.has(method)) {
    fail('method');
    return;
  }
  const asking: Asking = {
    address: clientAddress(req.socket.remoteAddress),
    proxyAuthorization: req.headers['proxy-authorization'],
    host: target.host,
    port: target.port,
    scheme: 'http',
  };
  const judgement = parts.judge.judge(asking);
  if (judgement.kind === 'wrong-credential' || judgement.kind === 'too-many') {
    fail(judgement.kind);
    return;
  }
  const { decision, identity } = judgement;
  if (judgement.kind === 'blocked') {
    sendBlocked(parts, res, asking, decision, identity, target.path, hasBody);
    return;
  }
  const listed = isListed(parts, asking, decision);
  if (parts.dialler.isClosedLiteral(target.host, listed)) {
    sendBlocked(parts, res, asking, insideAddress(decision), identity, target.path, hasBody);
    return;
  }
  parts.judge.recordVisit(asking, decision, identity);
  passOn(parts, req, res, { asking, decision, identity, target, listed, framing, method });
}

/** The Host field must name the same place as the address (RFC 9112 section 3.2.2 lets the address win; we refuse the quarrel). */
function hostAgrees(req: IncomingMessage, target: AbsoluteTarget): boolean {
  const field = req.headers.host;
  if (field === undefined) return true; // HTTP/1.0 only: the framing check has seen to that
  if (field === target.host && target.port === 80) return true;
  const host = readAuthority(field, 80);
  return host?.host === target.host && host.port === target.port;
}

/** True for the gate, the web app and the school's own servers: their addresses may be private. */
export function isListed(parts: ProxyParts, asking: Asking, decision: Decision): boolean {
  if (decision.reason === 'own') return true;
  const own = parts.judge.current().ruleset?.network.ownServers;
  return own !== undefined && own.length > 0 && own.includes(hostPortText(asking));
}

/** The decision that stands in the record when the address guard refuses what the rules allow. */
export function insideAddress(decision: Decision): Decision {
  return { ...decision, verdict: 'block', tier: 4, rule: proxyRules.inside, reason: 'school-block', until: null };
}

function sendBlocked(
  parts: ProxyParts,
  res: ServerResponse,
  asking: Asking,
  decision: Decision,
  identity: Identity,
  path: string,
  close: boolean,
): void {
  parts.judge.recordBlocked(asking, decision, identity, path);
  const rules = parts.judge.current();
  const page = blockPage(
    {
      host: asking.host,
      scheme: asking.scheme,
      decision,
      knownBy: identity.knownBy,
      personName: identity.person?.name ?? null,
      ruleset: rules.label,
    },
    rules.ruleset,
    parts.place(),
    (purpose) =>
      parts.formTicket({
        purpose,
        address: asking.address,
        person: identity.personId,
        knownBy: identity.knownBy,
        profile: decision.profile,
        ruleset: rules.label,
        about: asking.host,
      }),
  );
  sendPage(res, 403, page, parts.gate.url, close);
}

interface Passing {
  readonly asking: Asking;
  readonly decision: Decision;
  readonly identity: Identity;
  readonly target: AbsoluteTarget;
  readonly listed: boolean;
  readonly framing: Framing;
  readonly method: string;
}

function passOn(parts: ProxyParts, req: IncomingMessage, res: ServerResponse, passing: Passing): void {
  const { asking, target, framing, method } = passing;
  const hasBody = framing.kind !== 'none';
  const expects = hasBody && req.headers.expect !== undefined;
  const headers = endToEnd(req.rawHeaders, 'host');
  headers.push('host', hostField(target));
  if (framing.kind === 'chunked') headers.push('transfer-encoding', 'chunked');
  else if (framing.kind === 'none' && method !== 'GET' && method !== 'HEAD') headers.push('content-length', '0');
  const toGate = passing.decision.reason === 'own' && isGate(parts, target);
  if (toGate) headers.push(CLIENT_ADDRESS_FIELD, writeClientField(parts.gate.secret, asking.address, passing.identity));
  const to = toGate ? parts.gate.listens : { host: bareHost(target.host), port: target.port };

  let out: ClientRequest | undefined;
  let answered = false;
  let over = false;
  let begun = false;
  const finish = (): void => {
    over = true;
    parts.work.remove(piece);
  };
  const fail = (mishap: Mishap): void => {
    if (over) return;
    finish();
    out?.destroy();
    if (answered) res.destroy();
    else sendMishap(res, parts.place(), mishap, hasBody);
  };
  const piece = requestPiece(parts, passing.asking, {
    out: () => out,
    answered: () => answered,
    received: () => req.socket.bytesRead + (out?.socket?.bytesRead ?? 0),
    slow: () => {
      fail('too-slow');
    },
    refuse: (decision, identity) => {
      finish();
      out?.destroy();
      // Nothing sent yet: the page that says why is better than a broken connection.
      if (!answered) {
        sendBlocked(parts, res, asking, decision, identity, target.path, hasBody);
        return;
      }
      parts.judge.recordBlocked(asking, decision, identity, target.path);
      res.destroy();
    },
  });
  parts.work.add(piece);
  res.once('close', () => {
    if (over) return;
    // The browser has gone: nobody waits for the site any more.
    finish();
    if (!res.writableFinished) out?.destroy();
  });

  const send = (again: boolean): void => {
    const sending = request({
      host: to.host,
      port: to.port,
      method,
      path: target.path,
      headers,
      agent: again ? parts.dialler.fresh(passing.listed) : parts.dialler.pool(passing.listed),
      setHost: false,
      maxHeaderSize: 64 * 1024,
    });
    out = sending;
    sending.on('response', (answer) => {
      answered = true;
      // A client that was never told to continue may or may not send its body now: only a new connection is unambiguous.
      if (expects && !begun) res.shouldKeepAlive = false;
      passBack(answer, res, () => {
        fail('broken-answer');
      });
    });
    sending.on('information', (info) => {
      if (info.statusCode === 102) res.writeProcessing();
    });
    sending.on('error', (error) => {
      if (over) return;
      // A kept connection that the site closed just as we used it: nothing was read, so the question may be asked once more.
      if (
        !again &&
        !answered &&
        !hasBody &&
        sending.reusedSocket &&
        (method === 'GET' || method === 'HEAD') &&
        isReset(error)
      ) {
        send(true);
        return;
      }
      const failure = dialFailure(error);
      if (failure === 'closed-address') {
        finish();
        sendBlocked(parts, res, asking, insideAddress(passing.decision), passing.identity, target.path, hasBody);
      } else fail(isParseError(error) ? 'broken-answer' : failure);
    });
    sending.on('close', () => {
      // An answer that switches protocols is no answer to what we sent.
      if (!answered && !over && out === sending) fail('broken-answer');
    });
    if (!hasBody) sending.end();
    else if (!expects) passBody(req, sending);
    else {
      const begin = (): void => {
        if (begun || over || answered) return;
        begun = true;
        res.writeContinue();
        passBody(req, sending);
      };
      sending.on('continue', begin);
      sending.flushHeaders();
      // RFC 9110 section 10.1.1: a site that knows no 100 must not make the client wait for ever.
      setTimeout(begin, 1000).unref();
    }
  };
  send(false);
}

function passBody(req: IncomingMessage, sending: ClientRequest): void {
  pipeline(req, sending, () => undefined);
}

/** Passes the answer on. A body that ends too early must not look whole: the connection is cut. */
function passBack(answer: IncomingMessage, res: ServerResponse, broken: () => void): void {
  try {
    res.writeHead(answer.statusCode ?? 502, endToEnd(answer.rawHeaders));
  } catch {
    answer.destroy();
    broken();
    return;
  }
  // `pipeline` would do the same at a noticeable price per answer; a browser that goes away ends `out` in `passOn`.
  answer.on('error', () => res.destroy());
  answer.on('close', () => {
    if (!answer.complete) res.destroy();
  });
  answer.pipe(res);
}

function isGate(parts: ProxyParts, target: AbsoluteTarget): boolean {
  const text = hostPortText(target);
  const ruled = parts.judge.current().ruleset?.gate.gateUrl;
  return (
    text === hostPortText(parts.gate.listens) ||
    [parts.gate.url, ruled].some((url) => url !== undefined && placeText(url) === text)
  );
}

function placeText(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed === null ? undefined : `${parsed.hostname}:${parsed.port === '' ? '80' : parsed.port}`;
}

interface Watched {
  readonly out: () => ClientRequest | undefined;
  readonly answered: () => boolean;
  /** Bytes received from both sides so far. */
  readonly received: () => number;
  readonly slow: () => void;
  readonly refuse: (decision: Decision, identity: Identity) => void;
}

/** The request as something under way. Its time limits are looked at once a second instead of by timers of its own: that is cheaper. */
function requestPiece(parts: ProxyParts, asking: Asking, watched: Watched): OpenPiece {
  let dialling: number | undefined;
  let waiting: number | undefined;
  let moved: number | undefined;
  let bytes = -1;
  return {
    kind: 'request',
    askings: [asking],
    overdue(now) {
      const out = watched.out();
      const socket = out?.socket ?? undefined;
      if (out === undefined || socket === undefined || socket.connecting) {
        dialling ??= now;
        return now - dialling > parts.limits.connectMs;
      }
      if (!watched.answered() && out.writableFinished) {
        waiting ??= now;
        if (now - waiting > parts.limits.answerMs) return true;
      }
      const received = watched.received();
      if (received !== bytes) {
        bytes = received;
        moved = now;
      }
      return now - (moved ?? now) > parts.limits.idleMs;
    },
    end(refused) {
      if (refused === undefined) watched.slow();
      else watched.refuse(refused.decision, refused.identity);
    },
  };
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function isParseError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('HPE_');
}
