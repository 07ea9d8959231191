import assert from 'node:assert/strict';
import { test } from 'node:test';

import { healthAnswer, healthRoute } from './health.ts';

const well = { part: 'store', check: () => Promise.resolve({ ready: true, detail: 'whole' }) };

test('all parts ready is 200', async () => {
  assert.deepEqual(await healthAnswer([well]), {
    status: 200,
    json: { ready: true, parts: { store: { ready: true, detail: 'whole' } } },
  });
});

test('a check that breaks is not ready, and what broke it is not told to whoever asks', async () => {
  const broken = {
    part: 'filter',
    check: () => Promise.reject(new Error('no password for schoolgate_db in /srv/data')),
  };
  const { status, json } = await healthAnswer([well, broken]);
  assert.equal(status, 503);
  assert.deepEqual(json.parts['filter'], { ready: false, detail: 'the check itself failed' });
});

test('only the school reaches it', () => {
  assert.equal(healthRoute([]).reach, 'school');
});
