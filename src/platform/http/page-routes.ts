import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { PersonActor } from '../access/access.ts';
import { Refused } from '../errors/errors.ts';
import { rawInput } from '../forms/parse.ts';
import type { Web } from './web.ts';
import type { Confirm, Page, PageContext } from './pages.ts';
import { sendFile } from './send-file.ts';
import { readUploads } from './uploads.ts';

/** The page "Confirm that it is you", which the people module has. */
export const CONFIRM_PATH = '/account/confirm';

/** Registers the modules' pages. Each route's rule is its query or command; the runner asks the policy. */
export function registerPages(app: FastifyInstance, web: Web, pages: readonly Page[]): void {
  const { runner, clock, publicUrl } = web.parts;

  const signedIn = async (request: FastifyRequest): Promise<PersonActor> => {
    const actor = await web.actor(request);
    if (actor === undefined)
      throw new Refused('SG-SIGN-IN', 'Your session has ended. Sign in again; what you typed is below.');
    return actor;
  };
  const contextOf = (request: FastifyRequest, actor: PersonActor): PageContext => ({
    actor,
    now: clock.now(),
    url: new URL(request.url, publicUrl),
  });

  /** For a page that asks for it: leads to "Confirm that it is you" and back to `back`, unless that was shown lately. */
  const unconfirmed = (
    { confirm = () => false }: { readonly confirm?: Confirm | undefined },
    actor: PersonActor,
    request: FastifyRequest,
    reply: FastifyReply,
    back: string,
  ) =>
    (confirm === true || confirm(paramsOf(request))) && actor.session?.confirmedLately !== true
      ? web.go(reply, `${CONFIRM_PATH}?next=${encodeURIComponent(back)}`)
      : undefined;

  for (const page of pages) {
    if (page.kind === 'page' || page.kind === 'form') {
      app.get(
        page.path,
        { config: { rule: { is: 'query', name: page.query.name, reach: 'staff' } } },
        async (request, reply) => {
          const actor = await signedIn(request);
          const asked = unconfirmed(page, actor, request, reply, request.url);
          if (asked !== undefined) return asked;
          const value: never = toView(await runner.ask(page.query, actor, rawInput(request.params, request.query)));
          const model = page.view(value, contextOf(request, actor));
          return web.show(request, reply, page.template, model, { errors: model.problems ?? [] });
        },
      );
    }
    if (page.kind === 'file') {
      app.get(
        page.path,
        { config: { rule: { is: 'query', name: page.query.name, reach: 'staff' } } },
        async (request, reply) => {
          const actor = await signedIn(request);
          const value: never = toView(await runner.ask(page.query, actor, rawInput(request.params, request.query)));
          const made = page.file(value, contextOf(request, actor));
          return await sendFile(reply, made);
        },
      );
    }
    if (page.kind === 'form') {
      const { uploads } = page;
      const options = {
        config: { rule: { is: 'command', name: page.command.name, reach: 'staff' } },
        ...(page.bodyLimit === undefined
          ? {}
          : {
              bodyLimit: page.bodyLimit,
              // Before a large body is read: nobody who is not signed in makes us hold one.
              onRequest: async (request: FastifyRequest) => {
                await signedIn(request);
              },
            }),
        ...(uploads === undefined
          ? {}
          : {
              preValidation: (request: FastifyRequest) =>
                readUploads(request, uploads, (fields) => web.isOurForm(request, fields)),
            }),
      } as const;
      app.post(page.path, options, async (request, reply) => {
        const actor = await signedIn(request);
        const asked = unconfirmed(page, actor, request, reply, request.url);
        if (asked !== undefined) return asked;
        const raw = rawInput(request.params, request.body);
        const context = contextOf(request, actor);
        const outcome = await runner.run(page.command, actor, raw);
        if (outcome.ok) {
          const next = page.next(toView(outcome.value), { ...context, params: paramsOf(request) });
          if ('template' in next) return web.show(request, reply, next.template, next.model);
          return web.go(reply, next.to, next.notice);
        }
        const shown: never = toView(await runner.ask(page.query, actor, rawInput(request.params, request.query)));
        const model = page.view(shown, context);
        return web.show(request, reply, page.template, model, {
          errors: outcome.errors,
          values: { ...model.values, ...raw },
          status: 422,
        });
      });
    }
    if (page.kind === 'action') {
      const rule = { is: 'command', name: page.command.name, reach: 'staff' } as const;
      app.post(page.path, { config: { rule } }, async (request, reply) => {
        const actor = await signedIn(request);
        const params = paramsOf(request);
        const asked = unconfirmed(page, actor, request, reply, page.otherwise(params));
        if (asked !== undefined) return asked;
        const outcome = await runner.run(page.command, actor, rawInput(request.params, request.body));
        if (outcome.ok) {
          const next = page.next(toView(outcome.value), { ...contextOf(request, actor), params });
          if ('template' in next) return web.show(request, reply, next.template, next.model);
          return web.go(reply, next.to, next.notice);
        }
        return web.goBack(reply, page.otherwise(params), outcome.errors.map((error) => error.message).join('. '));
      });
    }
  }
}

/** Marked cast: `page()`, `form()` and `action()` tied the view's parameter to the query's or command's value when they were declared. */
function toView(value: unknown): never {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above: the types were checked at declaration
  return value as never;
}

/** The path's parameters as they stand in an address, encoded: from them `next` and `otherwise` make the way back. */
function paramsOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  if (typeof request.params === 'object' && request.params !== null) {
    for (const [name, value] of Object.entries(request.params)) params[name] = encodeURIComponent(String(value));
  }
  return params;
}
