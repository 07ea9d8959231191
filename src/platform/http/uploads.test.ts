import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import multipart from '@fastify/multipart';
import fastify from 'fastify';
import { z } from 'zod';

import { Refused } from '../errors/errors.ts';
import { readFileForm, readUploads } from './uploads.ts';

const MEGABYTE = 1024 * 1024;

/** What comes of a form with these fields of text and one small file: the names it was read as, or why it was refused. */
async function sent(t: TestContext, fields: Readonly<Record<string, string>>, ours = true): Promise<string> {
  const app = fastify();
  t.after(() => app.close());
  await app.register(multipart);
  app.post('/', async (request) => {
    try {
      await readUploads(request, { field: 'files', mostFiles: 2, mostEach: 1000, mostAll: 1500 }, () => ours);
      const body = z.record(z.string(), z.unknown()).parse(request.body);
      return `${Object.keys(body).join(' ')}, ${String(z.array(z.unknown()).parse(body['files']).length)} held`;
    } catch (error) {
      // As the app does with what is refused: the rest of the body is not kept.
      if (error instanceof Refused) return `${error.code}: ${error.message}`;
      throw error;
    }
  });
  const parts = Object.entries(fields).map(
    ([name, text]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  const file = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nx\r\n--b--\r\n';
  const payload = `${parts.join('')}${file}`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return (await app.inject({ method: 'POST', url: '/', headers, payload })).body;
}

test('a form with files is read as the plain forms are', async (t) => {
  assert.equal(await sent(t, { users: 'a'.repeat(1000), classes: 'b' }), 'users classes files, 1 held');
});

test('of a form that is not ours no file is held', async (t) => {
  assert.equal(await sent(t, { users: 'a' }, false), 'users files, 0 held');
});

test('fields of text are limited together, not only each: fifty large ones are not held', async (t) => {
  const large = 'a'.repeat(11 * MEGABYTE);
  assert.match(await sent(t, { users: large, classes: large }), /^SG-TOO-LARGE: What you typed or pasted is too long/);
});

test('a field that is too long is refused, not taken by half', async (t) => {
  assert.match(await sent(t, { users: 'a'.repeat(21 * MEGABYTE) }), /^SG-TOO-LARGE/);
});

test('a form of more fields than any of ours has is refused', async (t) => {
  const fields = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, at) => [`f${String(at)}`, 'x']));
  assert.match(await sent(t, fields(60)), /f59 files, 1 held$/);
  assert.match(await sent(t, fields(61)), /FST_(FIELDS|PARTS)_LIMIT/);
});

test('what says at its head that it is far too large is not read at all', async (t) => {
  const app = fastify();
  t.after(() => app.close());
  await app.register(multipart);
  const body: Record<string, unknown> = {};
  app.post('/', async (request) => {
    await assert.rejects(
      readFileForm(request, body, {
        field: 'file',
        mostFiles: 1,
        mostEach: 10,
        mostText: 10,
        mostSent: 100,
        isOurs: () => true,
        take: () => Promise.reject(new Error('it was read')),
      }),
      (error: unknown) => error instanceof Refused && error.code === 'SG-TOO-LARGE',
    );
    return 'refused';
  });
  const payload = `--b\r\nContent-Disposition: form-data; name="words"\r\n\r\n${'x'.repeat(200)}\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  assert.equal((await app.inject({ method: 'POST', url: '/', headers, payload })).body, 'refused');
  assert.deepEqual(body, {});
});
