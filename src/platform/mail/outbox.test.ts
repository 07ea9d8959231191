import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import PostalMime from 'postal-mime';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { ServerTrouble, type Delivered, type Delivery, type ReadyMail } from './delivery.ts';
import { sendWaiting, type MailParts } from './send-waiting.ts';
import { serverState } from './server-state.ts';
import { openStops } from './stopped-addresses.ts';
import { mailPartsOf, outboxRow, queued } from '../../../test/support/mail.ts';
import { toFolder } from './to-folder.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

/** A server that answers as it is told, and keeps what it took. */
function server(
  answer: (mail: ReadyMail) => Delivered | 'crash before' | 'crash after',
): Delivery & { taken: ReadyMail[] } {
  const taken: ReadyMail[] = [];
  return {
    taken,
    way: 'smtp',
    connections: 2,
    open: () =>
      Promise.resolve({
        usable: () => true,
        close: () => undefined,
        async deliver(mail, begins) {
          const says = answer(mail);
          if (says === 'crash before') throw new Error('killed');
          if (typeof says === 'object' && says.kind !== 'sent' && says.kind !== 'unknown') return says;
          await begins();
          taken.push(mail);
          if (says === 'crash after') throw new Error('killed');
          return says;
        },
      }),
  };
}

const sent = { kind: 'sent' } as const;
const state = async (id: string): Promise<unknown> => (await outboxRow(world, id))['state'];
const send = (delivery: Delivery): Promise<number> => sendWaiting(mailPartsOf(world, delivery));

describe('the outbox', () => {
  it('sends each message once and keeps only that it went', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    const post = server(() => sent);
    assert.equal(await send(post), 1);
    assert.equal(await send(post), 0);
    const row = await outboxRow(world, id);
    assert.deepEqual([row['state'], row['fields'], row['body'], row['attempts']], ['sent', null, '', 1]);
    assert.equal(post.taken.length, 1);
    const mail = await PostalMime.parse(post.taken[0]?.bytes ?? '');
    assert.equal(mail.messageId, `<schoolgate.${id}@larkhill.example>`);
    assert.equal(mail.from?.address, 'schoolgate@larkhill.example');
    assert.equal(mail.headers.find((header) => header.key === 'date')?.value, 'Mon, 23 Nov 2026 09:10:00 +0000');
    assert.match(mail.text ?? '', /https:\/\/gate\.larkhill\.example\/alerts/);
    assert.match(mail.html ?? '', /href="https:\/\/gate\.larkhill\.example\/alerts"/);
  });

  it('keeps the address of a message for thirty days after it went, and not longer', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    const post = server(() => sent);
    await send(post);
    const address = async (): Promise<unknown> => (await outboxRow(world, id))['to_address'];
    world.clock.advance({ hours: 30 * 24 - 1 });
    await send(post);
    assert.equal(await address(), 'dsl@larkhill.example');
    world.clock.advance({ hours: 1 });
    await send(post);
    assert.equal(await address(), '');
  });

  it('seals what waits', async () => {
    const incident = '01a2009c-0000-7000-8000-00000000abcd';
    const id = await queued(world, { kind: 'case-waits', fields: { incident } });
    const text = JSON.stringify(await outboxRow(world, id));
    assert.doesNotMatch(text, /00000000abcd/);
    const post = server(() => sent);
    await send(post);
    const mail = await PostalMime.parse(post.taken[0]?.bytes ?? '');
    assert.ok(mail.text?.includes(`https://gate.larkhill.example/incidents/${incident}`));
  });

  it('killed before the first byte loses nothing and sends nothing twice', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    const post = server(() => sent);
    for (let time = 0; time < 3; time++) {
      await assert.rejects(send(server(() => 'crash before')), /killed/);
      assert.equal(await send(post), 0, 'not while it may still be on its way');
      world.clock.advance({ minutes: 6 });
    }
    assert.equal(await send(post), 1);
    assert.equal(post.taken.length, 1);
    assert.equal(await state(id), 'sent');
  });

  it('killed between sending and marking sends once more with the same Message-ID, and never a third time', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    const dying = server(() => 'crash after');
    await assert.rejects(send(dying), /killed/);
    assert.equal(await state(id), 'handed');
    world.clock.advance({ minutes: 6 });
    await assert.rejects(send(dying), /killed/);
    world.clock.advance({ minutes: 6 });
    assert.equal(await send(server(() => sent)), 0);
    assert.equal(await state(id), 'unsure', 'kept and shown, not lost');
    const ids = dying.taken.map((mail) => /^Message-ID:\s*(<.*>)\r$/m.exec(String(mail.bytes))?.[1]);
    assert.equal(ids.length, 2);
    assert.equal(new Set(ids).size, 1);
  });

  it('tries again what is refused for now, later each time, and gives up after three days', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    let tries = 0;
    const busy = server(() => {
      tries += 1;
      return { kind: 'later', answer: '451 4.3.0' };
    });
    await send(busy);
    await send(busy);
    assert.equal(tries, 1, 'not again at once');
    world.clock.advance({ minutes: 1 });
    await send(busy);
    assert.equal(tries, 2);
    world.clock.advance({ minutes: 1 });
    await send(busy);
    assert.equal(tries, 2, 'the second wait is longer');
    for (let hour = 0; hour < 80; hour++) {
      world.clock.advance({ hours: 1 });
      await send(busy);
    }
    assert.equal(await state(id), 'expired');
    assert.ok(tries > 10 && tries < 20, `${String(tries)} tries in three days`);
  });

  it('lets no message hold up another', async () => {
    const bad = await queued(world, { to: 'gone@larkhill.example', kind: 'alert-new', fields: {} });
    const strange = await queued(world, {
      to: 'two words@larkhill.example\r\nBcc: x@y.example',
      kind: 'alert-new',
      fields: {},
    });
    const slow = await queued(world, { to: 'full@larkhill.example', kind: 'alert-new', fields: {} });
    const good = await queued(world, { to: 'dsl@larkhill.example', kind: 'alert-new', fields: {} });
    const post = server((mail) => {
      if (mail.to.startsWith('gone')) return { kind: 'bounced', answer: '550 5.1.1' };
      return mail.to.startsWith('full') ? { kind: 'later', answer: '452 4.2.2' } : sent;
    });
    assert.equal(await send(post), 1);
    assert.deepEqual(
      [await state(bad), await state(strange), await state(slow), await state(good)],
      ['bounced', 'bounced', 'waiting', 'sent'],
    );
  });

  it('sends nothing more to an address that is refused for good, until that is lifted', async () => {
    const gone = 'Gone@larkhill.example';
    await queued(world, { to: gone, kind: 'alert-new', fields: {} });
    const post = server((mail) => (mail.to === gone ? { kind: 'bounced', answer: '550 5.1.1' } : sent));
    await send(post);
    const second = await queued(world, { to: gone.toLowerCase(), kind: 'alert-new', fields: {} });
    await send(server(() => sent));
    assert.equal(await state(second), 'held');
    assert.equal((await openStops(world.store).unnoted()).length, 1);
    await world.store.transaction((db) =>
      db.updateTable('mail_stopped').set({ lifted_at: world.clock.now().toString() }).execute(),
    );
    assert.equal(await send(server(() => sent)), 1);
    assert.equal(await state(second), 'sent');
  });

  it('waits with everything while the server cannot be used, and blames no message', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} });
    let asked = 0;
    const down: Delivery = {
      way: 'smtp',
      connections: 2,
      open: () => {
        asked += 1;
        return Promise.reject(new ServerTrouble('password'));
      },
    };
    await send(down);
    await send(down);
    assert.equal(asked, 1);
    assert.equal((await serverState(world.store))?.trouble, 'password');
    assert.equal((await outboxRow(world, id))['attempts'], 0);
    world.clock.advance({ minutes: 1 });
    assert.equal(await send(server(() => sent)), 1);
    assert.equal((await serverState(world.store))?.trouble, undefined);
  });

  it('refuses a field that is not of its kind, so that no free text can enter', async () => {
    await assert.rejects(
      queued(world, { kind: 'case-waits', fields: { incident: 'about Robin' } }),
      /field incident is not a id/,
    );
  });
});

describe('mail as files, while no server is set', () => {
  const parts = (folder: string): MailParts => mailPartsOf(world, toFolder(folder));

  it('writes each message as a file of its own that only its owner reads', async () => {
    const folder = join(world.folder, 'mail');
    const id = await queued(world, { kind: 'alert-urgent', fields: {} });
    assert.equal(await sendWaiting(parts(folder)), 1);
    assert.equal(await sendWaiting(parts(folder)), 0);
    const written = join(folder, `${id}.eml`);
    assert.equal(statSync(written).mode & 0o077, 0);
    const text = readFileSync(written, 'utf8');
    assert.match(text, /^To: dsl@larkhill\.example\r$/m);
    assert.match(text, /^Auto-Submitted: auto-generated\r$/m);
    assert.match(text, /^Subject: Schoolgate: something needs you now\r$/m);
  });

  it('keeps a message that cannot be written and writes the others', async () => {
    const folder = join(world.folder, 'mail');
    const stuck = await queued(world, { kind: 'alert-new', fields: {} });
    const free = await queued(world, { kind: 'alert-new', fields: {} });
    mkdirSync(join(folder, `${stuck}.eml.part`), { recursive: true });
    assert.equal(await sendWaiting(parts(folder)), 1);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.eml')),
      [`${free}.eml`],
    );
    rmdirSync(join(folder, `${stuck}.eml.part`));
    world.clock.advance({ minutes: 7 });
    await sendWaiting(parts(folder));
    assert.equal(await state(stuck), 'sent');
  });
});
