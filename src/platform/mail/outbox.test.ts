import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { writeWaitingMail } from './outbox.ts';

describe('the outbox', () => {
  let world: World;
  let folder: string;
  before(async () => {
    world = await makeWorld();
    folder = join(world.folder, 'mail');
  });
  after(() => world.end());

  const queue = (id: string, subject: string): Promise<unknown> =>
    world.store.transaction((db) =>
      db
        .insertInto('mail_outbox')
        .values({
          id,
          school_id: 'school',
          to_address: 'dsl@larkhill.example',
          subject,
          body: 'Something waits for you.',
          queued_at: world.clock.now().toString(),
          written_at: null,
        })
        .execute(),
    );

  it('writes each message once, as a file of its own that only its owner reads', async () => {
    await queue('first', 'Schoolgate: something waits\r\nBcc: everybody@example.org');
    assert.equal(await writeWaitingMail(world.store, world.clock, folder), 1);
    assert.equal(await writeWaitingMail(world.store, world.clock, folder), 0);
    const written = join(folder, 'first.eml');
    assert.equal(statSync(written).mode & 0o077, 0);
    const text = readFileSync(written, 'utf8');
    assert.match(text, /^To: dsl@larkhill\.example\r$/m);
    assert.doesNotMatch(text, /^Bcc:/m);
  });

  it('keeps a message that cannot be written, says so, and writes the others', async () => {
    mkdirSync(join(folder, 'second.eml.part'));
    await queue('second', 'stuck');
    await queue('third', 'free');
    await assert.rejects(writeWaitingMail(world.store, world.clock, folder), /1 messages? could not be written/);
    assert.deepEqual(
      readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .sort(),
      ['first.eml', 'third.eml'],
    );
    rmdirSync(join(folder, 'second.eml.part'));
    assert.equal(await writeWaitingMail(world.store, world.clock, folder), 1);
  });
});
