import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ANSWER_MS, makeDialler, MOST_ANSWERS, OWN_MS } from './dialler.ts';

/** Every name leads to this machine, which is closed: nothing is connected to. */
function start() {
  const on = { now: 0, asked: 0, own: 0 };
  const dialler = makeDialler(
    () => {
      on.asked++;
      return Promise.resolve(['127.0.0.1']);
    },
    () => on.now,
    () => {
      on.own++;
      return new Set<string>();
    },
  );
  const dial = async (host: string): Promise<void> => {
    assert.equal((await dialler.dial({ host, port: 443 }, false, 60_000)).kind, 'closed-address');
  };
  return { on, dialler, dial };
}

test('an answer of the resolver is used again for five seconds, and no longer', async (t) => {
  const { on, dialler, dial } = start();
  t.after(() => {
    dialler.close();
  });
  await dial('a.example');
  on.now = ANSWER_MS - 1;
  await dial('a.example');
  assert.equal(on.asked, 1);
  on.now = ANSWER_MS;
  await dial('a.example');
  assert.equal(on.asked, 2);
});

test('so many answers are kept at once: one more and all are asked anew', async (t) => {
  const { on, dialler, dial } = start();
  t.after(() => {
    dialler.close();
  });
  for (let n = 0; n < MOST_ANSWERS; n++) await dial(`site-${String(n)}.example`);
  await dial('site-0.example');
  assert.equal(on.asked, MOST_ANSWERS);
  await dial('one-more.example');
  await dial('site-0.example');
  assert.equal(on.asked, MOST_ANSWERS + 2);
});

test('this machine’s own addresses are asked for again after ten seconds', (t) => {
  const { on, dialler } = start();
  t.after(() => {
    dialler.close();
  });
  const look = (): void => void dialler.isClosedLiteral('192.0.2.1', false);
  look();
  const before = on.own;
  on.now = OWN_MS;
  look();
  assert.equal(on.own, before);
  on.now = OWN_MS + 1;
  look();
  assert.equal(on.own, before + 1);
});
