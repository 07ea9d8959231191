import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { mailPartsOf, outboxRow, queued } from '../../../test/support/mail.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import type { Delivery, ReadyMail } from '../../platform/mail/delivery.ts';
import { sendWaiting } from '../../platform/mail/send-waiting.ts';
import { openStops } from '../../platform/mail/stopped-addresses.ts';
import { anAdult, aSchool, signedIn } from '../people/testing.ts';
import { takeReturned } from './commands/note-returned.ts';

let world: World;
let school: SchoolId;
let technician: PersonId;
let office: PersonId;
beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  technician = await anAdult(world, school, { roles: ['technician'], family: 'Tech', email: 'it@larkhill.example' });
  office = await anAdult(world, school, { roles: ['office'], family: 'Desk', email: 'office@larkhill.example' });
});
afterEach(() => world.end());

/** A server that takes everything but mail to `gone`. */
function post(gone = 'nobody@larkhill.example'): Delivery & { taken: ReadyMail[] } {
  const taken: ReadyMail[] = [];
  return {
    taken,
    way: 'smtp',
    connections: 1,
    open: () =>
      Promise.resolve({
        usable: () => true,
        close: () => undefined,
        async deliver(mail, begins) {
          if (mail.to === gone) return { kind: 'bounced', answer: '550 5.1.1' };
          await begins();
          taken.push(mail);
          return { kind: 'sent' };
        },
      }),
  };
}

async function runDay(): Promise<void> {
  const job = world.jobs.find((one) => one.name === 'messages.mail-of-the-day');
  assert.ok(job !== undefined);
  await job.run();
}

const london = (text: string): Temporal.Instant => Temporal.Instant.from(text);

describe('the mail of the day', () => {
  it('gathers what is no hurry into one mail at the time the person chose', async () => {
    const desk = await signedIn(world, office, school);
    await desk.get('/account/mail');
    const saved = await desk.post('/account/mail', { at: '09:30', days: 'every-day', wanted: ['posts', 'running'] });
    assert.equal(saved.status, 303, saved.text);
    for (let time = 0; time < 2; time++) {
      await queued(
        world,
        { to: 'office@larkhill.example', person: office, kind: 'mail-came-back', fields: {} },
        school,
      );
    }
    const server = post();
    await runDay();
    assert.equal(await sendWaiting(mailPartsOf(world, server)), 0, 'not before its time');
    world.clock.set(london('2026-11-23T09:31:00Z'));
    await runDay();
    await runDay();
    assert.equal(await sendWaiting(mailPartsOf(world, server)), 1);
    assert.match(String(server.taken[0]?.bytes), /Mail to 2 addresses came back\./);
    assert.match(
      String(server.taken[0]?.bytes),
      /^List-Unsubscribe: <https:\/\/gate\.larkhill\.example\/account\/mail>/m,
    );
  });

  it('leaves out what the person turned off, and is not sent when nothing is left', async () => {
    const desk = await signedIn(world, office, school);
    await desk.get('/account/mail');
    await desk.post('/account/mail', { at: '09:30', days: 'every-day' });
    const id = await queued(
      world,
      { to: 'office@larkhill.example', person: office, kind: 'mail-came-back', fields: {} },
      school,
    );
    world.clock.set(london('2026-11-23T09:31:00Z'));
    await runDay();
    assert.equal((await outboxRow(world, id))['state'], 'unwanted');
    assert.equal(await sendWaiting(mailPartsOf(world, post())), 0);
  });

  it('never holds back what is urgent', async () => {
    const desk = await signedIn(world, office, school);
    await desk.get('/account/mail');
    await desk.post('/account/mail', { at: '09:30', days: 'every-day' });
    await queued(world, { to: 'office@larkhill.example', person: office, kind: 'alert-urgent', fields: {} }, school);
    assert.equal(await sendWaiting(mailPartsOf(world, post())), 1);
  });
});

describe('mail that came back', () => {
  const gone = 'gone@larkhill.example';

  it('is told to the office and IT support once, shown with its person, and stops until it is tried again', async () => {
    const teacher = await anAdult(world, school, { roles: ['staff'], given: 'Ola', family: 'Gone', email: gone });
    await queued(world, { to: gone, person: teacher, kind: 'alert-new', fields: {} }, school);
    await sendWaiting(mailPartsOf(world, post(gone)));
    await runDay();
    await runDay();
    const rows = await world.store.reading
      .selectFrom('mail_outbox')
      .select('person_id')
      .where('kind', '=', 'mail-came-back')
      .execute();
    assert.deepEqual(rows.map((row) => String(row['person_id'])).sort(), [office, technician].sort());

    const desk = await signedIn(world, office, school);
    assert.match((await desk.get('/')).text, /Mail to one address came back/);
    const page = await desk.get('/mail/returned');
    assert.match(page.text, /Ola Gone.*gone@larkhill\.example ?: since 23 November 2026, there is no such address/);
    assert.match((await desk.get(`/people/${teacher}`)).text, /Mail to this address came back/);

    const action = /action="(\/mail\/returned\/[^"]+)"/.exec(page.html)?.[1] ?? '';
    await desk.post(action);
    assert.match((await desk.get('/mail/returned')).text, /There are none now/);
    await queued(world, { to: gone, person: teacher, kind: 'alert-new', fields: {} }, school);
    assert.equal(await sendWaiting(mailPartsOf(world, post())), 1);
  });

  it('by mail stops the address it was sent to, once', async () => {
    const teacher = await anAdult(world, school, { roles: ['staff'], family: 'Gone', email: gone });
    const id = await queued(world, { to: gone, person: teacher, kind: 'alert-new', fields: {} }, school);
    await sendWaiting(mailPartsOf(world, post()));
    const take = () => world.runner.run(takeReturned, world.commandLine(school), { message: id, status: '5.1.1' });
    assert.ok((await take()).ok);
    assert.ok(!(await take()).ok);
    assert.equal((await outboxRow(world, id))['state'], 'bounced');
    const other = await queued(world, { to: gone, person: teacher, kind: 'alert-new', fields: {} }, school);
    assert.equal(await sendWaiting(mailPartsOf(world, post())), 0);
    assert.equal((await outboxRow(world, other))['state'], 'held');
  });

  it('no longer needs anybody once the person has another address', async () => {
    const teacher = await anAdult(world, school, { roles: ['staff'], family: 'Moved', email: gone });
    await openStops(world.store).add(
      school,
      { id: world.ids.next(), address: 'old@larkhill.example', person: teacher, why: '550 5.1.1' },
      world.clock.now(),
    );
    const desk = await signedIn(world, office, school);
    assert.match((await desk.get('/mail/returned')).text, /There are none now/);
    assert.doesNotMatch((await desk.get('/')).text, /came back/);
  });
});

describe('the outbox page', () => {
  it('says that nobody receives mail while no server is set, and shows neither addresses nor words', async () => {
    await queued(world, { to: 'dsl@larkhill.example', kind: 'alert-new', fields: {} }, school);
    const browser = await signedIn(world, technician, school);
    assert.match((await browser.get('/')).text, /Nobody receives mail: no mail server is set/);
    const page = await browser.get('/mail');
    assert.match(page.text, /To be sent 1/);
    assert.doesNotMatch(page.text, /dsl@larkhill|alert waits/);
  });

  it('sends a test mail to whoever asks', async () => {
    const browser = await signedIn(world, technician, school);
    await browser.get('/mail');
    await browser.post('/mail/test');
    const server = post();
    await sendWaiting(mailPartsOf(world, server));
    assert.deepEqual(
      server.taken.map((mail) => mail.to),
      ['it@larkhill.example'],
    );
  });

  it('shows doubtful mail and has it sent again when asked', async () => {
    const id = await queued(world, { kind: 'alert-new', fields: {} }, school);
    await world.store.transaction((db) =>
      db.updateTable('mail_outbox').set({ state: 'unsure', unknown_outcomes: 1 }).where('id', '=', id).execute(),
    );
    const browser = await signedIn(world, technician, school);
    assert.match((await browser.get('/mail')).text, /Doubtful: may or may not have arrived 1/);
    await browser.post('/mail/send-doubtful');
    assert.equal(await sendWaiting(mailPartsOf(world, post())), 1);
  });
});
