import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'node:https';

import type { Role, Target } from './target.ts';

/** A door on this machine that leads to the demonstration with somebody's session, so that a scanner stays signed in for as long as it looks. */
export interface SignedInDoor {
  /** The address that the scanner is given, with no slash at its end. */
  readonly address: string;
  /** How many requests went through so far. */
  requests(): number;
  /** The different paths that answered 200 with a page, without what follows a question mark. */
  pages(): ReadonlySet<string>;
  /** How often the answer was that nobody is signed in, or that it is too many: then the scan saw less than it seems. */
  turnedAway(): number;
  end(): Promise<void>;
}

/** Between two requests: some 16 a second, below the flood limit, or its answers would all be "wait a little". */
const PACE_MS = 60;

/**
 * What would end the scanner's own session, or lock its person out. Debian's wapiti presses every form it finds, and its own option to leave an address
 * out ends in an error under Python 3.11.
 */
const KEPT_FROM_IT =
  /^\/(sign-out|sign-in|account\/(sign-out-everywhere|sessions|confirm|authenticator|passkeys|recovery-codes))(\/|$)/;

/** Opens the door. It adds the Cookie field, and refuses the few forms that would end the session: they are what permissions and sign-in tests press. */
export async function openSignedInDoor(target: Target, role: Role): Promise<SignedInDoor> {
  const inside = new URL(target.running.web);
  const pages = new Set<string>();
  let requests = 0;
  let turnedAway = 0;

  const pass = (req: IncomingMessage, res: ServerResponse): void => {
    const path = new URL(req.url ?? '/', inside).pathname;
    if (req.method !== 'GET' && req.method !== 'HEAD' && KEPT_FROM_IT.test(path)) {
      res.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('Kept from the scanner.\n');
      return;
    }
    const onward = request(
      {
        ...{ hostname: inside.hostname, port: inside.port, family: 4, method: req.method, path: req.url },
        rejectUnauthorized: false,
        headers: {
          ...Object.fromEntries(
            Object.entries(req.headers).filter(([name]) => !/^(origin|referer|connection)$/.test(name)),
          ),
          ...{ host: inside.host, cookie: target.cookies.get(role) ?? '' },
        },
      },
      (answer) => {
        const status = answer.statusCode ?? 502;
        if (status === 200 && (answer.headers['content-type'] ?? '').startsWith('text/html')) pages.add(path);
        if (status === 401 || status === 429 || /^\/sign-in\b/.test(answer.headers.location ?? '')) turnedAway++;
        res.writeHead(status, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on('error', () => {
      if (res.headersSent) res.destroy();
      else res.writeHead(502).end();
    });
    req.pipe(onward);
  };

  let free = 0;
  const server = createServer((req, res) => {
    const now = performance.now();
    free = Math.max(free, now) + PACE_MS;
    requests++;
    setTimeout(pass, free - PACE_MS - now, req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The door for the scanner has no port');
  return {
    address: `http://127.0.0.1:${String(at.port)}`,
    requests: () => requests,
    pages: () => pages,
    turnedAway: () => turnedAway,
    end: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
