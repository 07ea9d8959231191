import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { PersonActor } from '../access/access.ts';
import { DEVICE_DAYS } from '../auth/web-devices.ts';
import type { WebSession } from '../auth/web-sessions.ts';
import { asId } from '../ids/ids.ts';
import type { PageModel } from '../views/views.ts';
import type { AppParts } from './app.ts';
import { isStillTheSame } from './entity-tags.ts';
import type { Page, ViewModel } from './pages.ts';
import type { BeginSession } from './public-routes.ts';

/** A line for the next page: what was done, or why nothing was. */
const lineSchema = z.strictObject({ notice: z.string().exactOptional(), problem: z.string().exactOptional() });
type Line = z.infer<typeof lineSchema>;
/** How long a browser carries what it was given on its way to another site and back. */
const CARRIED_SECONDS = 600;

/** Tools that the two kinds of route share. */
export interface Web {
  readonly parts: AppParts;
  actor(request: FastifyRequest): Promise<PersonActor | undefined>;
  /** Whether these fields are of a form that this browser was shown. */
  isOurForm(request: FastifyRequest, body: unknown): boolean;
  /** From here on this request counts as nobody's: from outside, or when who it is cannot be found out. */
  nobody(request: FastifyRequest): void;
  /** What the browser holds for its session, as it says: to tell browsers apart, not to trust. */
  sessionCookie(request: FastifyRequest): string | undefined;
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
    extra?: { errors?: PageModel['errors']; values?: Record<string, unknown>; status?: number; keeps?: true },
  ): Promise<FastifyReply>;
  /** 303, with a line for the next page. */
  go(reply: FastifyReply, to: string, notice?: string): FastifyReply;
  /** As `go`, with a line that says why nothing was done. */
  goBack(reply: FastifyReply, to: string, problem: string): FastifyReply;
  signIn(request: FastifyRequest, reply: FastifyReply, who: BeginSession): Promise<void>;
  /** This browser is known as this person's from now on. */
  knowBrowser(
    request: FastifyRequest,
    reply: FastifyReply,
    who: Pick<BeginSession, 'school' | 'person'>,
  ): Promise<void>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Makes the tools: who a request is from, the cookies, and the answers. */
export function makeWeb(parts: AppParts): Web {
  const secure = parts.publicUrl.startsWith('https:');
  // With the prefix, no other site of the same domain and nobody on the way can put a cookie of theirs in its place (ASVS 5.0 3.3.1).
  const prefix = secure ? '__Host-' : '';
  const SESSION = `${prefix}sg_session`;
  const BROWSER = `${prefix}sg_browser`;
  const NOTICE = `${prefix}sg_notice`;
  const DEVICE = `${prefix}sg_device`;
  const CARRIED = `${prefix}sg_carried`;
  const cookieBase = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

  const actors = new WeakMap<FastifyRequest, PersonActor | undefined>();
  /** Cookies that this very answer sets: what it shows is of the new session already. */
  const begun = new WeakMap<FastifyRequest, { secret?: string; browser?: string }>();
  /** Requests with the cookie of a session that is over. */
  const over = new WeakSet<FastifyRequest>();
  const session = async (request: FastifyRequest): Promise<WebSession | undefined> => {
    const secret = begun.get(request)?.secret ?? request.cookies[SESSION];
    return secret === undefined ? undefined : parts.sessions.find(secret);
  };
  const actor = async (request: FastifyRequest): Promise<PersonActor | undefined> => {
    if (actors.has(request)) return actors.get(request);
    const found = await session(request);
    const who = found?.stage === 'open' ? await parts.actorOf(found, asId(request.id)) : undefined;
    actors.set(request, who);
    // Whoever has left, or whose log-in is closed or has a new password: the session does not come back with them (ASVS 5.0 7.4.2).
    const secret = request.cookies[SESSION];
    if (found?.stage === 'open' && who === undefined && secret !== undefined) {
      await parts.sessions.end(secret).catch((error: unknown) => {
        parts.log.error({ reference: request.id, err: error }, 'a session that counts no more stays in its table');
      });
    }
    if (secret !== undefined && who === undefined && (found === undefined || found.stage === 'open')) over.add(request);
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
    nobody: (request) => void actors.set(request, undefined),
    sessionCookie: (request) => request.cookies[SESSION],
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
      // A session that ended meanwhile, here or elsewhere, is forgotten with the first page after it.
      if (over.has(request)) forget(reply);
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
      if (extra.keeps === true && who === undefined && Object.keys(notice).length === 0) {
        if (isStillTheSame(reply, html)) return reply.status(304).send();
      } else reply.header('cache-control', 'no-store');
      return reply
        .status(extra.status ?? 200)
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
      over.delete(request);
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
      forget(reply);
      newBrowser(request, reply);
    },
  };

  /**
   * Signed out, the browser lets go of what it keeps of these pages (ASVS 5.0 14.3.1). Pages say `no-store` anyway; this is for browsers that keep
   * a copy for going back, and for what a script of a later version may leave. Not the cookies: a browser stays known as its owner's.
   */
  const forget = (reply: FastifyReply): FastifyReply =>
    reply.clearCookie(SESSION, cookieBase).header('clear-site-data', '"cache", "storage"');

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
  return web;
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
