import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import statics from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { PersonActor } from '../access/access.ts';
import type { MachineKey } from '../auth/machine-key.ts';
import { DEVICE_DAYS, type WebDevices } from '../auth/web-devices.ts';
import type { WebSession, WebSessions } from '../auth/web-sessions.ts';
import type { Runner } from '../commands/runner.ts';
import { Refused } from '../errors/errors.ts';
import type { FileStore } from '../files/file-store.ts';
import { asId, type Ids, type RequestId } from '../ids/ids.ts';
import type { Log } from '../log/log.ts';
import type { Clock } from '../time/clock.ts';
import type { PageModel, Views } from '../views/views.ts';
import type { Exposure } from '../config/exposure.ts';
import { sendsHsts } from '../config/exposure.ts';
import type { Certificate } from './certificate.ts';
import { isLoopback } from '../config/networks.ts';
import { floodGuard, REQUESTS_A_MINUTE } from './flood-guard.ts';
import { knownHosts } from './known-hosts.ts';
import { registerPages } from './page-routes.ts';
import { keepsFile, registerUploadPages } from './upload-pages.ts';
import { isFromOutside, reachesFromOutside } from './reach.ts';
import { demandRules } from './route-rules.ts';
import { makeServer } from './server.ts';
import type { Page, ViewModel } from './pages.ts';
import type { BeginSession, PublicRoute } from './public-routes.ts';
import { registerPublicRoutes } from './public-route-handler.ts';
import { typedText } from './typed-text.ts';

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

/** A line for the next page: what was done, or why nothing was. */
const lineSchema = z.strictObject({ notice: z.string().exactOptional(), problem: z.string().exactOptional() });
type Line = z.infer<typeof lineSchema>;
/** How long a browser carries what it was given on its way to another site and back. */
const CARRIED_SECONDS = 600;
const BODY_LIMIT = 256 * 1024;

/** Tools that the two kinds of route share. */
export interface Web {
  readonly parts: AppParts;
  actor(request: FastifyRequest): Promise<PersonActor | undefined>;
  /** Whether these fields are of a form that this browser was shown. */
  isOurForm(request: FastifyRequest, body: unknown): boolean;
  /** The session of this browser in whatever stage. */
  session(request: FastifyRequest): Promise<WebSession | undefined>;
  /** The name this browser has since an earlier sign-in. */
  knownDevice(request: FastifyRequest): string | undefined;
  /** What this browser was given to carry, as it says. */
  carried(request: FastifyRequest): string | undefined;
  carry(reply: FastifyReply, value: string | null): FastifyReply;
  /** Renders a template into the reply, with who is signed in, the form token, messages and what was typed. */
  show(
    request: FastifyRequest,
    reply: FastifyReply,
    template: string,
    model: ViewModel,
    extra?: { errors?: PageModel['errors']; values?: Record<string, unknown>; status?: number },
  ): Promise<FastifyReply>;
  /** 303, with a line for the next page. */
  /** As `go`, with a line that says why nothing was done. */
  goBack(reply: FastifyReply, to: string, problem: string): FastifyReply;
  go(reply: FastifyReply, to: string, notice?: string): FastifyReply;
  signIn(request: FastifyRequest, reply: FastifyReply, who: BeginSession): Promise<void>;
  /** This browser is known as this person's from now on. */
  knowBrowser(
    request: FastifyRequest,
    reply: FastifyReply,
    who: Pick<BeginSession, 'school' | 'person'>,
  ): Promise<void>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/**
 * Builds the web app. Refuses (throws) when any route lacks a rule. Every unsafe method needs a form token; every page is sent with a strict
 * Content-Security-Policy and is never cached.
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
  const secure = parts.publicUrl.startsWith('https:');
  // With the prefix, no other site of the same domain and nobody on the way can put a cookie of theirs in its place (ASVS 5.0 3.3.1).
  const prefix = secure ? '__Host-' : '';
  const SESSION = `${prefix}sg_session`;
  const BROWSER = `${prefix}sg_browser`;
  const NOTICE = `${prefix}sg_notice`;
  const DEVICE = `${prefix}sg_device`;
  const CARRIED = `${prefix}sg_carried`;
  const cookieBase = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

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

  const actors = new WeakMap<FastifyRequest, PersonActor | undefined>();
  /** Cookies that this very answer sets: what it shows is of the new session already. */
  const begun = new WeakMap<FastifyRequest, { secret?: string; browser?: string }>();
  const session = async (request: FastifyRequest): Promise<WebSession | undefined> => {
    const secret = begun.get(request)?.secret ?? request.cookies[SESSION];
    return secret === undefined ? undefined : parts.sessions.find(secret);
  };
  const actor = async (request: FastifyRequest): Promise<PersonActor | undefined> => {
    if (actors.has(request)) return actors.get(request);
    const found = await session(request);
    const who = found?.stage === 'open' ? await parts.actorOf(found, asId(request.id)) : undefined;
    actors.set(request, who);
    return who;
  };

  /** The form token: tied to the browser's own random cookie, which changes at sign-in and sign-out. */
  const browserOf = (request: FastifyRequest): string | undefined => {
    const value = begun.get(request)?.browser ?? request.cookies[BROWSER];
    return value !== undefined && /^[\w-]{22}$/.test(value) ? value : undefined;
  };
  const newBrowser = (request: FastifyRequest, reply: FastifyReply): string => {
    const made = parts.ids.secret(16);
    reply.setCookie(BROWSER, made, cookieBase);
    begun.set(request, { ...begun.get(request), browser: made });
    return made;
  };

  const web: Web = {
    parts,
    actor,
    session,
    isOurForm(request, body) {
      const browser = browserOf(request);
      const token = bodyField(body, '_csrf');
      return browser !== undefined && token !== undefined && parts.key.matches('form', browser, token);
    },
    knownDevice: (request) => parts.devices.read(request.cookies[DEVICE]),
    carried: (request) => request.cookies[CARRIED],
    carry: (reply, value) =>
      value === null
        ? reply.clearCookie(CARRIED, cookieBase)
        : reply.setCookie(CARRIED, value, { ...cookieBase, maxAge: CARRIED_SECONDS }),
    async show(request, reply, template, model, extra = {}) {
      const who = await actor(request);
      const place = who === undefined ? undefined : await parts.whoIs(who);
      const browser = browserOf(request) ?? newBrowser(request, reply);
      const notice = takeNotice(request, reply);
      const path = request.url.split('?')[0] ?? '/';
      const html = parts.views.render(template, {
        title: model.title,
        school: place?.school,
        person: who === undefined || place === undefined ? undefined : { name: who.name, role: place.role },
        navigation: who === undefined ? [] : navigationFor(parts.pages, who, path),
        csrf: parts.key.mark('form', browser),
        ...(model.back === undefined ? {} : { back: model.back }),
        ...notice,
        errors: extra.errors ?? [],
        values: extra.values ?? { ...model.values },
        data: { ...model.data },
      });
      return reply
        .status(extra.status ?? 200)
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(html);
    },
    go: (reply, to, notice) => leave(reply, to, notice === undefined ? undefined : { notice: notice.slice(0, 500) }),
    goBack: (reply, to, problem) => leave(reply, to, { problem: problem.slice(0, 500) }),
    async signIn(request, reply, who) {
      const old = request.cookies[SESSION];
      if (old !== undefined) await parts.sessions.end(old);
      const words = request.headers['user-agent'] ?? '';
      const secret = await parts.sessions.start(who.school, who.person, words, who);
      reply.setCookie(SESSION, secret, cookieBase);
      newBrowser(request, reply);
      begun.set(request, { ...begun.get(request), secret });
      actors.delete(request);
      if (who.stage === 'open') await web.knowBrowser(request, reply, who);
    },
    async knowBrowser(request, reply, { school, person }) {
      const device = parts.devices.read(request.cookies[DEVICE]) ?? parts.ids.secret(16);
      await parts.devices.note(device, { school, person, words: request.headers['user-agent'] ?? '' });
      reply.setCookie(DEVICE, parts.devices.cookieFor(device), { ...cookieBase, maxAge: DEVICE_DAYS * 86_400 });
    },
    async signOut(request, reply) {
      const secret = request.cookies[SESSION];
      if (secret !== undefined) await parts.sessions.end(secret);
      reply.clearCookie(SESSION, cookieBase);
      newBrowser(request, reply);
    },
  };

  /** Redirects, with a line for the next page in a marked cookie that the next page takes away. */
  const leave = (reply: FastifyReply, to: string, line: Line | undefined): FastifyReply => {
    if (line !== undefined) {
      const text = Buffer.from(JSON.stringify(line)).toString('base64url');
      reply.setCookie(NOTICE, `${text}.${parts.key.mark('notice', text)}`, { ...cookieBase, maxAge: 60 });
    }
    return reply.header('cache-control', 'no-store').redirect(to, 303);
  };
  const takeNotice = (request: FastifyRequest, reply: FastifyReply): Line => {
    const [text, mark] = request.cookies[NOTICE]?.split('.') ?? [];
    if (text === undefined) return {};
    reply.clearCookie(NOTICE, cookieBase);
    if (mark === undefined || !parts.key.matches('notice', text, mark)) return {};
    return lineSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? {};
  };

  app.addHook('onRequest', async (request) => {
    if (!isOurs(request.headers.host)) {
      throw new Refused('SG-NOT-FOUND', `Schoolgate is not reached by this name. Its address is ${parts.publicUrl}`);
    }
    if (isFromOutside(parts.exposure, request)) {
      if (parts.exposure.outside === 'parents') actors.set(request, undefined);
      if (!reachesFromOutside(request.routeOptions.config.rule?.reach, parts.exposure.outside)) {
        throw new Refused('SG-NOT-FOUND', 'There is nothing here for computers outside the school.');
      }
    }
    addressGuard(request.ip);
    guard(request.cookies[SESSION]?.slice(0, 100) ?? request.ip);
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

  app.setErrorHandler(async (error, request, reply) => {
    const refusal = asRefusal(error);
    // What cannot be found out now (the store is away) cannot be shown either: the page of the refusal does without.
    const who = await actor(request).catch(() => {
      actors.set(request, undefined);
      return undefined;
    });
    if (refusal !== undefined) {
      if (refusal.status === 503) {
        parts.log.error({ reference: request.id, code: refusal.code, err: refusal.cause }, 'the store is in trouble');
      }
      if (who === undefined) {
        parts.countRefusal(refusal.code);
        if (refusal.code === 'SG-SIGN-IN' && request.method === 'GET') {
          return web.go(reply, `/sign-in?next=${encodeURIComponent(request.url)}`);
        }
      }
      const title = refusalTitles[refusal.status] ?? 'You cannot do this';
      return web.show(
        request,
        reply,
        'platform/views/refused.njk',
        {
          title,
          data: {
            heading: title,
            message: refusal.message,
            code: refusal.code,
            reference: request.id,
            typed: typedText(request.body),
          },
        },
        { status: refusal.status },
      );
    }
    parts.log.error(
      { reference: request.id, method: request.method, route: request.routeOptions.url, err: error },
      'broken',
    );
    try {
      return await web.show(
        request,
        reply,
        'platform/views/broken.njk',
        { title: 'Something went wrong', data: { reference: request.id, typed: typedText(request.body) } },
        { status: 500 },
      );
    } catch {
      // What broke the page breaks this one too. Fastify's own answer would say what it was, paths included.
      const text = `Something went wrong. Tell IT support this reference: ${request.id}\n`;
      return reply.status(500).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text);
    }
  });
  app.setNotFoundHandler(
    {
      preHandler: async (request: FastifyRequest) => {
        if ((await actor(request)) === undefined) throw new Refused('SG-SIGN-IN', 'Sign in to see this page.');
      },
    },
    () => {
      throw new Refused(
        'SG-NOT-FOUND',
        'There is no page at this address. It may have moved, or the address may have a slip in it.',
      );
    },
  );

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

const refusalTitles: Readonly<Record<number, string>> = {
  401: 'Sign in to go on',
  403: 'You cannot do this',
  404: 'Page not found',
  409: 'Somebody changed this first',
  413: 'That is too large',
  429: 'Wait a little',
  503: 'Schoolgate cannot save just now',
};

function asRefusal(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new Refused('SG-TOO-LARGE', 'What you sent is too large. Shorten it and send it again.');
  if (status === 400 || status === 415) return new Refused('SG-NOT-FOUND', 'What came in could not be read as a form.');
  // The server of files says 403 to a path that leads out of its folder.
  if (status === 403 || status === 404) return new Refused('SG-NOT-FOUND', 'There is nothing here.');
  return undefined;
}

function navigationFor(pages: readonly Page[], actor: PersonActor, path: string): PageModel['navigation'] {
  return pages
    .flatMap((page) => ('navigation' in page ? [{ ...page.navigation, href: page.path }] : []))
    .filter((entry) => entry.shownTo(actor))
    .sort((a, b) => a.order - b.order)
    .map((entry) => ({
      text: entry.text,
      href: entry.href,
      active: path === entry.href || (entry.href !== '/' && path.startsWith(`${entry.href}/`)),
    }));
}

function bodyField(body: unknown, name: string): string | undefined {
  const value = rawBody(body)[name];
  return typeof value === 'string' ? value : undefined;
}

function rawBody(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
