import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  FORM_LIFE_MS,
  makeFormTicket,
  MOST_SPENT,
  readFormTicket,
  spentTickets,
  type FormFacts,
} from './form-ticket.ts';

const key = Buffer.alloc(32, 3);
const facts: FormFacts = {
  purpose: 'tell',
  address: '10.0.0.1',
  person: 'sam',
  knownBy: 'sign-in',
  profile: 'ks2',
  ruleset: '1.1',
  about: '',
};

test('an open form is good for two hours: to the last millisecond, and not for one more', () => {
  const text = makeFormTicket(key, facts, 'nonce-nonce', 1000);
  assert.equal(FORM_LIFE_MS, 2 * 60 * 60 * 1000);
  const last = readFormTicket(key, text, 'tell', 1000 + FORM_LIFE_MS - 1);
  assert.ok(last.ok);
  assert.equal(last.expiresMs, 1000 + FORM_LIFE_MS);
  assert.deepEqual(readFormTicket(key, text, 'tell', 1000 + FORM_LIFE_MS), { ok: false, reason: 'expired' });
});

test('so many spent tickets are remembered: one more and the oldest goes; those that are over go by themselves', () => {
  let now = 0;
  const spent = spentTickets(() => now);
  for (let n = 0; n < MOST_SPENT; n++) spent.add(`n${String(n)}`, n < 2 ? 10 : FORM_LIFE_MS);
  assert.equal(spent.has('n0'), true);
  spent.add('one-more', FORM_LIFE_MS);
  assert.equal(spent.has('n0'), false);
  assert.equal(spent.has('n1'), true);
  now = 10;
  spent.add('later', FORM_LIFE_MS);
  assert.equal(spent.has('n1'), false, 'over');
  assert.equal(spent.has('n2'), true);
  assert.equal(spent.has('one-more'), true);
});
