import { createHash } from 'node:crypto';

import type { FastifyReply } from 'fastify';

/**
 * For words that anybody may read: a browser keeps them and asks each time whether they are still the same (RFC 9110, 8.8.3 and 13.1.2). True when they are: then an
 * empty 304 is to be sent. `made` is what the answer is made of, to the last letter.
 */
export function isStillTheSame(reply: FastifyReply, made: string): boolean {
  const tag = `"${createHash('sha256').update(made).digest('base64url').slice(0, 32)}"`;
  reply.header('cache-control', 'private, no-cache').header('etag', tag);
  const known = reply.request.headers['if-none-match'] ?? '';
  // A proxy that packs an answer makes its tag a weak one; for asking this is the same.
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
