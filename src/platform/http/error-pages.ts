import type { FastifyInstance, FastifyRequest } from 'fastify';

import { diskTrouble } from '../errors/disk-trouble.ts';
import { Refused } from '../errors/errors.ts';
import { typedText } from './typed-text.ts';
import type { Web } from './web.ts';

/** What the app answers when it refuses, when there is no such page, and when something of ours broke. What was typed is given back. */
export function answerErrors(app: FastifyInstance, web: Web): void {
  const { parts } = web;
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = asRefusal(error);
    // What cannot be found out now (the store is away) cannot be shown either: the page of the refusal does without.
    const who = await web.actor(request).catch(() => {
      web.nobody(request);
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
    const disk = diskTrouble(error);
    try {
      return await web.show(
        request,
        reply,
        'platform/views/broken.njk',
        {
          title: disk === undefined ? 'Something went wrong' : 'Schoolgate cannot save just now',
          data: { reference: request.id, disk, typed: typedText(request.body) },
        },
        { status: disk === undefined ? 500 : 503 },
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
        if ((await web.actor(request)) === undefined) throw new Refused('SG-SIGN-IN', 'Sign in to see this page.');
      },
    },
    () => {
      throw new Refused(
        'SG-NOT-FOUND',
        'There is no page at this address. It may have moved, or the address may have a slip in it.',
      );
    },
  );
}

const refusalTitles: Readonly<Record<number, string>> = {
  401: 'Sign in to go on',
  403: 'You cannot do this',
  404: 'Page not found',
  409: 'Somebody changed this first',
  413: 'That is too large',
  422: 'A PDF cannot show this',
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
