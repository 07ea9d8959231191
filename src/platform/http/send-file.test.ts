import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';

import { Refused } from '../errors/errors.ts';
import type { SentFile } from './pages.ts';
import { sendFile } from './send-file.ts';

/** What is answered for a file. */
async function answered(body: SentFile['body'], more: Partial<SentFile> = {}) {
  const app = fastify();
  app.setErrorHandler(async (_error, _request, reply) => reply.status(503).type('text/html').send('busy'));
  app.get('/', async (_request, reply) =>
    sendFile(reply, { name: 'a file.pdf', type: 'application/pdf', body, ...more }),
  );
  const answer = await app.inject({ url: '/' });
  await app.close();
  return answer;
}

test('a file that cannot be made is no attachment, and has no tag of one', async () => {
  const refuses = (): AsyncIterable<Uint8Array> => ({
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new Refused('SG-BUSY', 'Several documents are being made just now.')),
    }),
  });
  for (const more of [{}, { madeOf: 'words' }]) {
    const answer = await answered(refuses(), more);
    assert.deepEqual([answer.statusCode, answer.body], [503, 'busy']);
    assert.equal(answer.headers['content-disposition'], undefined);
    assert.equal(answer.headers['etag'], undefined);
    assert.equal(answer.headers['content-type'], 'text/html');
  }
});

test('a file of several pieces arrives whole, one without any is empty', async () => {
  const of = async function* (...pieces: readonly string[]) {
    for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
  };
  const whole = await answered(of('one ', 'two ', 'three'));
  assert.equal(whole.body, 'one two three');
  assert.equal(whole.headers['content-disposition'], 'attachment; filename="a-file.pdf"');
  assert.deepEqual([(await answered(of())).statusCode, (await answered(of())).body], [200, '']);
});
