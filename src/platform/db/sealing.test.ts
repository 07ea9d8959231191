import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { test } from 'node:test';

import { newSealingKey, seal, unseal } from './sealing.ts';

test('what is sealed is AES-256-GCM, as any other program opens it: nonce of 96 bits, tag of 128, the column as additional data', () => {
  const key = newSealingKey();
  assert.equal(key.secret.length, 32);
  const text = seal([key], 'letter.words', 'hush');
  const bytes = Buffer.from(text.split('.')[3] ?? '', 'base64');
  const open = (place: string): string => {
    const decipher = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  };
  assert.equal(open('letter.words'), 'hush');
  assert.throws(() => open('letter.aside'));
  assert.equal(unseal([key], 'letter.words', text), 'hush');
});

test('no nonce is used twice', () => {
  const key = newSealingKey();
  const nonces = Array.from({ length: 1000 }, () => seal([key], 'a.b', 'x').split('.')[3]?.slice(0, 16));
  assert.equal(new Set(nonces).size, 1000);
});
