import { createServer, request as plainRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as requestByTls } from 'node:https';
import { buffer } from 'node:stream/consumers';

import type { Browser } from './browser.ts';

/** What a scanner did to one kind of address, through a door. */
export interface Pressed {
  sent: number;
  /** How many of them were worked on: not turned away before anything looked at what they brought. */
  taken: number;
  /** What was answered to the others. */
  readonly turnedAway: Set<number>;
}

/** How often a form with a made-up token was refused for it, and how often it was worked on as if it were a good one. */
export interface FalseTokens {
  refused: number;
  workedOn: number;
}

/** A door on this machine that leads to the demonstration with somebody's session, so that a scanner stays signed in for as long as it looks. */
export interface Door {
  /** The address that the scanner is given, with no slash at its end. */
  readonly address: string;
  /** Pages by the shape of their address, and forms likewise: `/people/:id`. */
  readonly pages: ReadonlyMap<string, Pressed>;
  readonly forms: ReadonlyMap<string, Pressed>;
  requests(): number;
  /** How often the scanner was signed out, and in again. */
  signIns(): number;
  /** How often the answer was "wait a little": then the scan saw less than it seems. */
  slowedDown(): number;
  /** Forms that were kept from it at last, since they had ended its session so often, by the shape of their address. */
  readonly kept: ReadonlySet<string>;
  /** Forms by the shape of their address that came with a token the scanner had made up, and what became of them. */
  readonly falseTokens: ReadonlyMap<string, FalseTokens>;
  end(): Promise<void>;
}

/** What a door leads to. */
export interface Way {
  /** `https://localhost:8443`, with no slash at its end. */
  readonly inside: string;
  readonly browser: Browser;
  /** Whether the browser is to be signed in again when it no longer is. */
  readonly staysSignedIn: boolean;
  /** How often one form may end the session. */
  readonly endings: number;
  readonly shapeOf: (path: string) => string;
  /** For each shape with a record in it the one address to attack: a hundred people are the same page a hundred times. */
  readonly only: ReadonlyMap<string, string>;
  /** Pages that the way has beside those inside. */
  readonly besides?: (path: string) => Promise<string | undefined>;
  /** The value that a form's mark (its token or ticket) has now. What the scanner brings of ours is as old as the page it came from. */
  readonly markNow: (path: string) => Promise<string | undefined>;
}

/** Between two requests: some 18 a second, below the flood limit, or its answers would all be "wait a little". */
const PACE_MS = 55;

const MARK = /name="(?:_csrf|ticket)" value="([^"]+)"/g;
/** The token that wapiti makes up, in either way of sending a form. */
const MADE_UP = /(?:^|&)_csrf=wapiti(?:&|$)|name="_csrf"\r\n(?:[^\r\n]+\r\n)*\r\nwapiti\r\n/;

/** wapiti sends each field of a form with a file as a file called like the field, which no browser does. */
function asBrowsersSend(body: Buffer): Buffer {
  const text = body.toString('latin1');
  return Buffer.from(
    text.replaceAll(/(\r\nContent-Disposition: form-data; name="(\w+)"); filename="\2"/gi, '$1'),
    'latin1',
  );
}

/** Whether something looked at what a form brought: done, or refused for what it says. */
const isWorkedOn = (status: number): boolean => [200, 303, 409, 422].includes(status);

/** As it stands in the request: scanners send what no address should look like. */
const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?')[0] ?? '/';

/** Opens a door. */
export async function openDoor(way: Way): Promise<Door> {
  const inside = new URL(way.inside);
  const send = inside.protocol === 'https:' ? requestByTls : plainRequest;
  const pages = new Map<string, Pressed>();
  const forms = new Map<string, Pressed>();
  const only = new Map(way.only);
  const marks = new Set<string>();
  const endings = new Map<string, number>();
  const kept = new Set<string>();
  const falseTokens = new Map<string, FalseTokens>();
  let requests = 0;
  let signIns = 0;
  let slowedDown = 0;
  let lastForm = '';
  let address = '';
  let renewal: Promise<void> | undefined;

  const signInAgain = (): Promise<void> => {
    renewal ??= (async () => {
      const times = (endings.get(lastForm) ?? 0) + 1;
      endings.set(lastForm, times);
      if (times >= way.endings) kept.add(lastForm);
      signIns++;
      await way.browser.signIn();
      renewal = undefined;
    })();
    return renewal;
  };
  const isSignedOut = (status: number, location: string): boolean =>
    way.staysSignedIn && (status === 401 || (status === 303 && /^\/sign-in\b/.test(location)));

  /** The body of a form, its mark replaced by one that is good now, as if the page had been opened again. A mark the scanner made up stays. */
  const freshened = async (path: string, body: Buffer): Promise<Buffer> => {
    const text = body.toString('latin1');
    const old = [...marks].filter((mark) => text.includes(mark));
    const now = old.length === 0 ? undefined : await way.markNow(path);
    if (now === undefined) return body;
    return Buffer.from(
      old.reduce((done, mark) => done.replaceAll(mark, now), text),
      'latin1',
    );
  };

  const pass = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pathname = pathOf(req);
    const besides = await way.besides?.(pathname);
    const shape = way.shapeOf(pathname);
    const isForm = req.method !== 'GET' && req.method !== 'HEAD';
    if (isForm) lastForm = shape;
    const sent = await freshened(pathname, asBrowsersSend(await buffer(req)));
    const headers: Record<string, string> = { host: inside.host, cookie: way.browser.cookie() };
    for (const [name, value] of Object.entries(req.headers)) {
      if (!/^(host|cookie|origin|referer|connection|content-length|transfer-encoding|accept-encoding)$/.test(name))
        headers[name] = String(value);
    }
    if (isForm) headers['content-length'] = String(sent.length);
    const answer = await new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>(
      (resolve, reject) => {
        if (besides !== undefined) {
          resolve({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(besides) });
          return;
        }
        const onward = send(
          {
            ...{ hostname: '127.0.0.1', servername: 'localhost', port: inside.port, localAddress: way.browser.from },
            ...{ method: req.method, path: req.url, headers, rejectUnauthorized: false },
          },
          (got) => {
            buffer(got).then((body) => {
              resolve({ status: got.statusCode ?? 502, headers: got.headers, body });
            }, reject);
          },
        );
        onward.on('error', reject);
        onward.end(sent);
      },
    );
    way.browser.keep(answer.headers['set-cookie']);
    const { status } = answer;
    const isPage = (answer.headers['content-type'] ?? '').startsWith('text/html');
    const text = isPage ? answer.body.toString().replaceAll(way.inside, address) : '';
    for (const [, mark = ''] of text.matchAll(MARK)) marks.add(mark);
    // Other methods than these are tried too, and are neither.
    const counts = req.method === 'POST' ? forms : isForm ? undefined : pages;
    const count = counts?.get(shape) ?? { sent: 0, taken: 0, turnedAway: new Set() };
    count.sent++;
    const location = answer.headers.location ?? '';
    if (isForm ? isWorkedOn(status) : status === 200 && isPage) count.taken++;
    else count.turnedAway.add(status);
    counts?.set(shape, count);
    if (status === 429) slowedDown++;
    if (isForm && MADE_UP.test(sent.toString('latin1'))) {
      const tokens = falseTokens.get(shape) ?? { refused: 0, workedOn: 0 };
      if (text.includes('SG-FORM-EXPIRED')) tokens.refused++;
      else if (isWorkedOn(status) && !isSignedOut(status, location)) tokens.workedOn++;
      falseTokens.set(shape, tokens);
    }
    if (isSignedOut(status, location)) await signInAgain();
    const rest = Object.fromEntries(
      Object.entries(answer.headers).filter(([name]) => !/^(content-length|transfer-encoding|connection)$/.test(name)),
    );
    if (location !== '') rest['location'] = location.replaceAll(way.inside, address);
    res.writeHead(status, rest);
    res.end(isPage ? text : answer.body);
  };

  /** Whether the scanner is let at an address: one for each kind, and no form that has ended its session so often. */
  const lets = (req: IncomingMessage): boolean => {
    const pathname = pathOf(req);
    const shape = way.shapeOf(pathname);
    if (req.method !== 'GET' && kept.has(shape)) return false;
    if (!shape.includes(':')) return true;
    const chosen = only.get(shape) ?? pathname;
    only.set(shape, chosen);
    return pathname === chosen;
  };

  let free = 0;
  const server = createServer((req, res) => {
    if (!lets(req)) {
      req.resume();
      res.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('Kept from the scanner.\n');
      return;
    }
    const now = performance.now();
    free = Math.max(free, now) + PACE_MS;
    requests++;
    setTimeout(
      () => {
        pass(req, res).catch(() => {
          if (res.headersSent) res.destroy();
          else res.writeHead(502).end();
        });
      },
      free - PACE_MS - now,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The door for the scanner has no port');
  address = `http://127.0.0.1:${String(at.port)}`;
  return {
    ...{ address, pages, forms, kept, falseTokens },
    requests: () => requests,
    signIns: () => signIns,
    slowedDown: () => slowedDown,
    end: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
