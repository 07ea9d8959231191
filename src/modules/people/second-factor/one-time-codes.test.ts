import assert from 'node:assert/strict';
import { test } from 'node:test';

import { seededIds } from '../../../platform/ids/seeded-ids.ts';
import { codeOfStep, newSecret, stepAt, stepOfCode } from './one-time-codes.ts';
import { newRecoveryCodes, RECOVERY_CODES } from './recovery-codes.ts';

/** The secret of RFC 6238, appendix B, in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('codes are those of RFC 6238, appendix B', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ] as const) {
    assert.equal(codeOfStep(SECRET, stepAt(Temporal.Instant.fromEpochMilliseconds(seconds * 1000))), code);
  }
});

test('a code lives for its half minute and one on either side, and counts once', () => {
  const now = Temporal.Instant.from('2026-11-23T09:10:00Z');
  const at = stepAt(now);
  const read = (step: number, lastStep = 0) => stepOfCode({ secret: SECRET, lastStep }, codeOfStep(SECRET, step), now);
  assert.deepEqual(
    [-2, -1, 0, 1, 2].map((off) => read(at + off)),
    [undefined, at - 1, at, at + 1, undefined],
  );
  assert.equal(read(at, at), undefined);
});

test('a secret has 160 bits, and a recovery code 78: sixteen of thirty signs, ten different ones', () => {
  const ids = seededIds('codes');
  assert.match(newSecret(ids), /^[A-Z2-7]{32}$/);
  const codes = newRecoveryCodes(ids);
  assert.equal(new Set(codes).size, RECOVERY_CODES);
  for (const code of codes) assert.match(code, /^([A-HJKMNP-TV-Z2-9]{4}-){3}[A-HJKMNP-TV-Z2-9]{4}$/);
  assert.ok(16 * Math.log2(30) > 78);
});
