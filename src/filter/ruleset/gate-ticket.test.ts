import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GATE_TICKET_LIFE, makeTicket, readTicket } from './gate-ticket.ts';

const key = Buffer.alloc(32, 1);
const now = Temporal.Instant.from('2026-11-21T10:00:00Z');
const ticket = { address: '10.0.0.1', nonce: 'nonce-nonce', expires: now.add(GATE_TICKET_LIFE) };

test('a ticket says what was put in, until it expires', () => {
  const text = makeTicket(key, ticket);
  const read = readTicket(key, text, now);
  assert.ok(read.ok);
  assert.deepEqual([read.ticket.address, read.ticket.nonce], ['10.0.0.1', 'nonce-nonce']);
  assert.ok(readTicket(key, text, ticket.expires.subtract({ milliseconds: 1 })).ok);
  assert.deepEqual(readTicket(key, text, ticket.expires), { ok: false, reason: 'expired' });
});

test('what was not made with the key is forged, whatever is wrong with it', () => {
  const text = makeTicket(key, ticket);
  const [payload = '', mac = ''] = text.split('.');
  const other = makeTicket(key, { ...ticket, address: '10.0.0.2' }).split('.');
  for (const bad of [
    '',
    '.',
    payload,
    `${payload}.`,
    `${other[0] ?? ''}.${mac}`,
    `${text}.x`,
    `${text}A`.slice(1),
    'a'.repeat(10_000),
  ]) {
    assert.deepEqual(readTicket(key, bad, now), { ok: false, reason: 'forged' }, bad.slice(0, 80));
  }
  assert.deepEqual(readTicket(Buffer.alloc(32, 2), text, now), { ok: false, reason: 'forged' });
});
