import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

import { isStillTheSame } from './entity-tags.ts';
import type { SentFile } from './pages.ts';

/** What somebody gave us never runs: it is saved, or shown as a picture in a document that may do nothing. */
export function sendFile(reply: FastifyReply, made: SentFile): FastifyReply {
  const way = made.shown === true ? 'inline' : 'attachment';
  if (made.madeOf === undefined) reply.header('cache-control', 'no-store');
  else if (isStillTheSame(reply, made.madeOf)) return reply.status(304).send();
  return reply
    .header('content-disposition', `${way}; filename="${made.name.replaceAll(/[^\w.-]/g, '-')}"`)
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .type(made.type)
    .send(typeof made.body === 'string' ? made.body : Readable.from(made.body, { objectMode: false }));
}
