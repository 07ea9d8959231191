import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import statics from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';

import type { PersonActor } from '../access/access.ts';
import type { MachineKey } from '../auth/machine-key.ts';
import type { WebDevices } from '../auth/web-devices.ts';
import type { WebSession, WebSessions } from '../auth/web-sessions.ts';
import type { Runner } from '../commands/runner.ts';
import { Refused } from '../errors/errors.ts';
import type { FileStore } from '../files/file-store.ts';
import type { Ids, RequestId } from '../ids/ids.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../time/clock.ts';
import type { Views } from '../views/views.ts';
import type { Exposure } from '../config/exposure.ts';
import { sendsHsts } from '../config/exposure.ts';
import type { Certificate } from './certificate.ts';
import { isLoopback } from '../config/networks.ts';
import { answerErrors } from './error-pages.ts';
import { floodGuard, REQUESTS_A_MINUTE } from './flood-guard.ts';
import { knownHosts } from './known-hosts.ts';
import { registerPages } from './page-routes.ts';
import { keepsFile, registerUploadPages } from './upload-pages.ts';
import { isFromOutside, reachesFromOutside } from './reach.ts';
import { demandRules } from './route-rules.ts';
import { makeServer } from './server.ts';
import type { Page } from './pages.ts';
import type { PublicRoute } from './public-routes.ts';
import { registerPublicRoutes } from './public-route-handler.ts';
import { makeWeb } from './web.ts';

/** What the web app is joined from (compose.ts). */
export interface AppParts {
  readonly publicUrl: string;
  /** Who reaches what, and from where. */
  readonly exposure: Exposure;
  /** Whether plain HTTP is spoken beyond this machine: then only the named reverse proxy may connect. */
  readonly plainBeyond: boolean;
  /** With one it speaks TLS. */
  readonly certificate: Pick<Certificate, 'cert' | 'key'> | undefined;
  /** Where forms may lead besides the app itself: the gate's address, after a sign-in there. */
  readonly formTargets: readonly string[];
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly key: MachineKey;
  readonly views: Views;
  readonly runner: Runner;
  readonly files: FileStore;
  /** Writes down that somebody's file was refused because of what was found in it. */
  readonly fileRefused: (actor: PersonActor, why: 'virus') => Promise<void>;
  readonly sessions: WebSessions;
  readonly devices: WebDevices;
  readonly pages: readonly Page[];
  readonly publicRoutes: readonly PublicRoute[];
  readonly assetsFolder: string;
  /** Whom a session stands for today; undefined when the account is closed. */
  readonly actorOf: (session: WebSession, request: RequestId) => Promise<PersonActor | undefined>;
  /** The line "who and where" at the top of each page. */
  readonly whoIs: (actor: PersonActor) => Promise<{ school: string; role: string }>;
  /** Counts a refusal of somebody not signed in. */
  readonly countRefusal: (code: string) => void;
}

/** Bytes of a form without files. */
export const BODY_LIMIT = 256 * 1024;

/**
 * Builds the web app. Refuses (throws) when any route lacks a rule. Every unsafe method needs a form token; every page is sent with a strict
 * Content-Security-Policy and is never cached, but for words that anybody may read (`keeps`).
 */
export async function makeApp(parts: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    serverFactory: (handler) =>
      makeServer(handler, {
        certificate: parts.certificate,
        mayConnect: (address) => !parts.plainBeyond || isLoopback(address) || parts.exposure.trustedProxy.has(address),
        manyFrom: parts.exposure.trustedProxy.has,
      }),
    routerOptions: { maxParamLength: 200 },
    genReqId: () => parts.ids.next(),
    trustProxy: (address) => parts.exposure.trustedProxy.has(address),
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw.writeHead(400, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        connection: 'close',
      });
      reply.raw.end('This address cannot be read.\n');
    },
  });
  const guard = floodGuard(parts.clock);
  // A cookie is whatever the browser says: making up one for each request must not make a flood of many clients.
  const addressGuard = floodGuard(parts.clock, 20 * REQUESTS_A_MINUTE);
  const isOurs = knownHosts(parts.publicUrl);
  app.addHook('onRoute', (route) => {
    // The files' routes are made by their plugin; this hook is the first to see them.
    if (route.url === '/assets/*') {
      route.config = {
        ...route.config,
        rule: { is: 'public', why: 'Styles, pictures and fonts: the same for everybody.', reach: 'anywhere' },
      };
    }
  });
  demandRules(app);

  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_LIMIT });
  // Only pages that say so read files (uploads.ts); elsewhere such a form is left unread and lacks its token.
  await app.register(multipart);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'", ...parts.formTargets],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // No sub-domains: those belong to the school's other programs.
    strictTransportSecurity: sendsHsts(parts.publicUrl) && { maxAge: 31_536_000, includeSubDomains: false },
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  });

  const web = makeWeb(parts);

  app.addHook('onRequest', async (request) => {
    if (!isOurs(request.headers.host)) {
      throw new Refused('SG-NOT-FOUND', `Schoolgate is not reached by this name. Its address is ${parts.publicUrl}`);
    }
    if (isFromOutside(parts.exposure, request)) {
      if (parts.exposure.outside === 'parents') web.nobody(request);
      if (!reachesFromOutside(request.routeOptions.config.rule?.reach, parts.exposure.outside)) {
        throw new Refused('SG-NOT-FOUND', 'There is nothing here for computers outside the school.');
      }
    }
    addressGuard(request.ip);
    guard(web.sessionCookie(request)?.slice(0, 100) ?? request.ip);
  });

  app.addHook('preHandler', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const origin = request.headers.origin;
    if (origin !== undefined && origin !== 'null' && URL.parse(origin)?.host !== request.headers.host) {
      throw new Refused('SG-FORM-EXPIRED', 'This form came from another site, so nothing was done.');
    }
    if (!web.isOurForm(request, request.body)) {
      throw new Refused('SG-FORM-EXPIRED', 'This form was open too long or you signed in again. Send it once more.');
    }
  });

  answerErrors(app, web);

  await app.register(statics, {
    root: parts.assetsFolder,
    prefix: '/assets/',
    maxAge: '1h',
    decorateReply: false,
    index: false,
  });
  registerPublicRoutes(app, web, parts.publicRoutes);
  registerPages(
    app,
    web,
    parts.pages.filter((page) => !keepsFile(page)),
  );
  await registerUploadPages(app, web, parts.pages.filter(keepsFile));
  return app;
}
