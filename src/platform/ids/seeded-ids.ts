import { createHash } from 'node:crypto';

import { asId, type Ids } from './ids.ts';

/** Ids and secrets that are the same on every run with the same seed: for tests and demonstrations only. */
export function seededIds(seed: string): Ids {
  let count = 0;
  const bytes = (): Buffer =>
    createHash('sha512')
      .update(`${seed}:${String(count++)}`)
      .digest();
  return {
    next() {
      const hex = bytes().toString('hex');
      const ordered = count.toString(16).padStart(12, '0');
      return asId(
        `${ordered.slice(0, 8)}-${ordered.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`,
      );
    },
    secret: (length) => bytes().subarray(0, length).toString('base64url'),
  };
}
