import { Readable } from 'node:stream';

import type { FastifyReply } from 'fastify';

import { isStillTheSame } from './entity-tags.ts';
import type { SentFile } from './pages.ts';

/**
 * What somebody gave us never runs: it is saved, or shown as a picture in a document that may do nothing. Its first bytes are awaited before anything is said of a file:
 * what cannot be made is refused on a page like any other.
 */
export async function sendFile(reply: FastifyReply, made: SentFile): Promise<FastifyReply> {
  const way = made.shown === true ? 'inline' : 'attachment';
  if (made.madeOf === undefined) reply.header('cache-control', 'no-store');
  else if (isStillTheSame(reply, made.madeOf)) return reply.status(304).send();
  const body =
    typeof made.body === 'string'
      ? made.body
      : await begun(made.body).catch((error: unknown) => {
          // It was the tag of the file.
          reply.removeHeader('etag');
          throw error;
        });
  return reply
    .header('content-disposition', `${way}; filename="${made.name.replaceAll(/[^\w.-]/g, '-')}"`)
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .type(made.type)
    .send(body);
}

/** The bytes as a stream of which the first are there already. */
async function begun(bytes: AsyncIterable<Uint8Array>): Promise<Readable> {
  const parts = bytes[Symbol.asyncIterator]();
  const first = await parts.next();
  return Readable.from(
    (async function* () {
      try {
        for (let part = first; part.done !== true; part = await parts.next()) yield part.value;
      } finally {
        // Whoever asked has gone away: what is read from is closed.
        await parts.return?.();
      }
    })(),
    { objectMode: false },
  );
}
