import { argon2Sync, randomBytes } from 'node:crypto';

import type { PersonId } from '../../src/platform/ids/ids.ts';
import type { World } from './world.ts';

/**
 * Keeps this password, which somebody has already, in a form that is quick to check: a stored password says itself what it costs, and tests sign in hundreds of times.
 * What ours cost is shown by src/platform/auth/auth.test.ts.
 */
export async function makePasswordQuick(world: World, person: PersonId, password: string): Promise<void> {
  const nonce = randomBytes(16);
  const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { message: password.normalize('NFKC'), nonce, ...cost });
  const hash = `$argon2id$v=19$m=64,t=1,p=1$${nonce.toString('base64')}$${tag.toString('base64')}`;
  await world.store.transaction((db) =>
    db.updateTable('account').set({ password_hash: hash }).where('person_id', '=', person).execute(),
  );
}
