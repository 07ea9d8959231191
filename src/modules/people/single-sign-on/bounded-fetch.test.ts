import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ANSWER_MS, boundedFetch, MOST_BYTES, ProviderSilent, type Ask } from './bounded-fetch.ts';

const THERE = 'https://accounts.google.com/.well-known/openid-configuration';
const silent = (says: RegExp) => (error: unknown) => error instanceof ProviderSilent && says.test(error.message);

describe('a provider is asked', () => {
  test('for five seconds in all: then the request is stopped, be it before the answer or in the middle of it', async () => {
    const given: number[] = [];
    const asked: (AbortSignal | null | undefined)[] = [];
    const stop = new AbortController();
    const never: Ask = (_url, { signal }) => {
      asked.push(signal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('late', 'TimeoutError'));
        });
      });
    };
    const answer = boundedFetch(never, (ms) => {
      given.push(ms);
      return stop.signal;
    })(THERE, {});
    stop.abort();
    await assert.rejects(answer, silent(/did not answer in time/));
    assert.deepEqual(given, [ANSWER_MS]);
    assert.deepEqual(asked, [stop.signal]);

    const half: Ask = () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            pull(stream) {
              stream.error(new DOMException('late', 'TimeoutError'));
            },
          }),
        ),
      );
    await assert.rejects(boundedFetch(half)(THERE, {}), silent(/did not answer in time/));
  });

  test('for so many bytes and no more', async () => {
    const says = (bytes: number): Ask => boundedFetch(() => Promise.resolve(new Response('x'.repeat(bytes))));
    assert.equal((await (await says(MOST_BYTES)(THERE, {})).text()).length, MOST_BYTES);
    await assert.rejects(says(MOST_BYTES + 1)(THERE, {}), silent(/too long/));
  });

  test('only over HTTPS, at the provider’s own names, and no redirect is followed', async () => {
    const asked: string[] = [];
    const ask = boundedFetch((url, { redirect }) => {
      asked.push(`${url} ${String(redirect)}`);
      return Promise.resolve(new Response('{}'));
    });
    for (const url of [
      'http://accounts.google.com/',
      'https://keys.elsewhere.example/certs',
      'https://accounts.google.com.elsewhere.example/',
      'https://accounts.google.com:8443/',
      'https://127.0.0.1/',
      'https://[::1]/',
    ]) {
      await assert.rejects(ask(url, {}), silent(/without HTTPS|not its own/), url);
    }
    assert.deepEqual(asked, []);
    await ask('https://www.googleapis.com/oauth2/v3/certs', {});
    await ask('https://login.microsoftonline.com/tenant/v2.0', {});
    assert.deepEqual(asked, [
      'https://www.googleapis.com/oauth2/v3/certs manual',
      'https://login.microsoftonline.com/tenant/v2.0 manual',
    ]);
  });
});
