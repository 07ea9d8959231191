import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';

import { readAuthority } from '../proxy/authority.ts';
import { bareHost } from '../proxy/dialler.ts';
import { schoolOnly } from '../proxy/school-only.ts';
import { GATE_TICKET_LIFE, makeTicket } from '../ruleset/gate-ticket.ts';
import { spentTickets, type SpentTickets } from './form-ticket.ts';
import { readGateAssets, type Asset } from './gate-assets.ts';
import {
  askToOpenPosted,
  mistakePosted,
  readForm,
  signOutPosted,
  tellAnAdultPosted,
  type FormAnswer,
  type FormContext,
} from './gate-forms.ts';
import { messagePage, signedInPage, tellPage, type Message } from './gate-pages.ts';
import {
  broken,
  cameBackLate,
  elsewhere,
  missing,
  signedInElsewhere,
  signInWaits,
  unreadable,
} from './gate-messages.ts';
import type { GateParts } from './gate-parts.ts';
import { visitorOf } from './gate-visitor.ts';
import { pageHeaders } from './page-headers.ts';
import { placeOf } from './place.ts';
import { startPage } from './start-page.ts';

export interface Gate {
  /** Listens; gives the port. Rejects when the port is taken. */
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
}

const FORMS: Readonly<Record<string, (context: FormContext) => FormAnswer>> = {
  '/tell-an-adult': tellAnAdultPosted,
  '/mistake': mistakePosted,
  '/ask-to-open': askToOpenPosted,
  '/sign-out': signOutPosted,
};

/** How long *signed in* waits for the session log to show the person. */
const SIGN_IN_WAIT_MS = 2000;

/** The filter's own door for browsers (contracts.md). Works without JavaScript and without the web app. */
export function makeGate(parts: GateParts): Gate {
  const assets = readGateAssets();
  const spent = spentTickets(parts.clock.nowMs);
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 20_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
  });
  schoolOnly(server, { ...parts, monotonicMs: parts.clock.nowMs });
  server.on('request', (req, res) => {
    serve(parts, assets, spent, req, res).catch((error: unknown) => {
      parts.log.error(
        { problem: error instanceof Error ? error.message : 'unknown', path: pathOf(req) },
        'the gate could not answer',
      );
      if (res.headersSent) res.destroy();
      else sendMessage(parts, res, 500, broken);
    });
  });
  server.on('clientError', (_error, socket) => {
    socket.destroy();
  });
  return {
    listen(host, port) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      server.once('error', reject);
      server.listen({ host: bareHost(host), port }, () => {
        server.off('error', reject);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
      return promise;
    },
    close() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => {
        resolve(undefined);
      });
      server.closeAllConnections();
      return promise;
    },
  };
}

async function serve(
  parts: GateParts,
  assets: ReadonlyMap<string, Asset>,
  spent: SpentTickets,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = pathOf(req);
  const get = req.method === 'GET' || req.method === 'HEAD';
  if (get && path === '/healthz') {
    sendHealth(parts, res);
    return;
  }
  if (!hostIsOurs(parts, req.headers.host)) {
    sendMessage(parts, res, 421, elsewhere(parts.gateUrl()));
    return;
  }
  if (get && path.startsWith('/assets/')) {
    sendAsset(assets.get(path.slice('/assets/'.length)), parts, res);
    return;
  }
  const form = req.method === 'POST' ? FORMS[path] : undefined;
  if (form !== undefined) {
    const fields = await readForm(req);
    if (fields === undefined) {
      res.shouldKeepAlive = false;
      sendMessage(parts, res, 400, unreadable);
      return;
    }
    const answer = form({ parts, spent, place: place(parts), visitor: visitorOf(parts, req), form: fields });
    if ('location' in answer) redirect(res, answer.location);
    else sendPage(res, answer.status, answer.page);
    return;
  }
  if (!get) {
    res.setHeader('allow', FORMS[path] === undefined ? 'GET, HEAD' : 'GET, HEAD, POST');
    sendMessage(parts, res, 405, unreadable);
    return;
  }
  switch (path) {
    case '/':
      sendPage(res, 200, start(parts, req));
      return;
    case '/tell-an-adult': {
      const visitor = visitorOf(parts, req);
      sendPage(res, 200, tellPage(place(parts), parts.rules().ruleset, visitor.young, visitor.ticket('tell'), false));
      return;
    }
    case '/sign-in':
      signIn(parts, req, res);
      return;
    case '/signed-in':
      await signedIn(parts, req, res);
      return;
    default:
      sendMessage(parts, res, 404, missing);
  }
}

function start(parts: GateParts, req: IncomingMessage): string {
  const visitor = visitorOf(parts, req);
  const rules = parts.rules();
  const nowMs = parts.clock.nowMs();
  const { identity } = visitor;
  // Any ordinary host tells whether the person is stopped: that tier comes before all that looks at the site.
  const decision = rules.decide({
    host: 'example.com',
    port: 443,
    scheme: 'https',
    personId: identity.personId,
    nowMs,
  });
  return startPage({
    place: place(parts),
    ruleset: rules.ruleset,
    name: identity.person?.name ?? null,
    knownBy: identity.knownBy,
    audience: visitor.audience,
    stopped:
      decision.tier === 2
        ? {
            host: '',
            scheme: 'https',
            decision,
            knownBy: identity.knownBy,
            personName: identity.person?.name ?? null,
            ruleset: rules.label,
          }
        : undefined,
    blocked: parts.recent.of(visitor.address, identity.personId, nowMs),
    appRuns: parts.appRuns() && parts.ticketKey() !== undefined,
    tellTicket: visitor.ticket('tell'),
    signOutTicket: visitor.ticket('sign-out'),
  });
}

function signIn(parts: GateParts, req: IncomingMessage, res: ServerResponse): void {
  const key = parts.ticketKey();
  if (key === undefined || !parts.appRuns()) {
    sendMessage(parts, res, 503, signInWaits);
    return;
  }
  const { address } = visitorOf(parts, req);
  const ticket = makeTicket(key, { address, nonce: parts.nonce(), expires: parts.clock.now().add(GATE_TICKET_LIFE) });
  redirect(
    res,
    `${parts.rules().ruleset?.gate.appUrl ?? parts.appUrl}/gate/sign-in?ticket=${encodeURIComponent(ticket)}`,
  );
}

/**
 * The web app sends browsers here after it has written the session, with a code that only the browser that signed in knows; the log is
 * looked at until it shows, for two seconds at most. Only a browser at the session's own address makes it count: a sign-in link that was
 * passed on opens nothing at the computer it came from.
 */
async function signedIn(parts: GateParts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const giveUp = parts.clock.nowMs() + SIGN_IN_WAIT_MS;
  const code = queryOf(req).get('code');
  for (;;) {
    parts.look();
    const visitor = visitorOf(parts, req);
    if (code !== null) {
      const answer = parts.sessions.confirm(visitor.address, code.slice(0, 200), parts.clock.nowMs());
      if (answer.kind === 'elsewhere' || answer.kind === 'late') {
        parts.log.warn(
          { address: visitor.address, why: answer.kind },
          'a sign-in was not confirmed by its own computer',
        );
        sendMessage(parts, res, 403, answer.kind === 'late' ? cameBackLate : signedInElsewhere);
        return;
      }
      if (answer.kind === 'counts') {
        parts.onConfirmed(answer.confirmation);
        redirect(res, '/signed-in'); // the code leaves the address bar
        return;
      }
    } else if (visitor.identity.person !== null) {
      sendPage(res, 200, signedInPage(place(parts), visitor.young, visitor.identity.person.name));
      return;
    }
    if (parts.clock.nowMs() >= giveUp) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  redirect(res, '/');
}

/** A name that is not ours would let another site's script read these pages by changing what its name leads to (DNS rebinding). */
function hostIsOurs(parts: GateParts, field: string | undefined): boolean {
  const given = readAuthority(field ?? '', 80);
  if (given === undefined) return false;
  if (given.host === 'localhost' || isIP(bareHost(given.host)) !== 0) return true;
  return [parts.gateUrl(), parts.rules().ruleset?.gate.gateUrl].some(
    (url) => url !== undefined && URL.parse(url)?.hostname === given.host,
  );
}

function place(parts: GateParts): ReturnType<typeof placeOf> {
  return placeOf(parts.rules().ruleset, '', { notices: parts.notices(), demo: parts.demo });
}

function queryOf(req: IncomingMessage): URLSearchParams {
  const url = req.url ?? '/';
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

function pathOf(req: IncomingMessage): string {
  const url = req.url ?? '/';
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function sendPage(res: ServerResponse, status: number, page: string): void {
  const body = Buffer.from(page);
  res.writeHead(status, [...pageHeaders(''), 'content-length', String(body.length)]);
  res.end(body);
}

function sendMessage(parts: GateParts, res: ServerResponse, status: number, message: Message): void {
  sendPage(res, status, messagePage(place(parts), message));
}

function redirect(res: ServerResponse, location: string): void {
  res.writeHead(303, {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-length': '0',
  });
  res.end();
}

function sendAsset(asset: Asset | undefined, parts: GateParts, res: ServerResponse): void {
  if (asset === undefined) {
    sendMessage(parts, res, 404, missing);
    return;
  }
  res.writeHead(200, {
    'content-type': asset.type,
    'content-length': asset.body.length,
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
    // Block pages stand under other sites' names, and fonts are only given across with this.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': "default-src 'none'",
  });
  res.end(asset.body);
}

function sendHealth(parts: GateParts, res: ServerResponse): void {
  const { ready, parts: each } = parts.health();
  const body = `${JSON.stringify({ ready, ...each })}\n`;
  res.writeHead(ready ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(body),
  });
  res.end(body);
}
