import assert from 'node:assert/strict';
import { test } from 'node:test';

import { queued } from '../../test/support/mail.ts';
import { makeWorld } from '../../test/support/world.ts';
import { anAdult, aSchool } from '../modules/people/testing.ts';
import { runCli } from './testing.ts';

/** A notification that a mail could not be delivered (RFC 3464), as the school's mail server pipes it in. */
const notification = (message: string, action = 'failed', status = '5.1.1'): string =>
  [
    'From: MAILER-DAEMON@mail.example',
    'To: schoolgate@school.example',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    '',
    'Final-Recipient: rfc822; gone@school.example',
    `Action: ${action}`,
    `Status: ${status}`,
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: <schoolgate.${message}@school.example>`,
    '',
    '--b1--',
    '',
  ].join('\r\n');

test('mail returned stops an address once, and ends well for what is none of ours', async (t) => {
  const world = await makeWorld({ at: '2026-01-12T09:10:00Z' });
  t.after(() => world.end());
  const school = await aSchool(world);
  await anAdult(world, school, { roles: ['office'], email: 'office@school.example' });
  const message = await queued(world, { kind: 'alert-new', fields: {}, to: 'gone@school.example' }, school);
  for (const job of world.jobs) if (job.name === 'send-mail') await job.run();
  const env = {
    SCHOOLGATE_KEYS: world.config.keysFolder,
    ...(world.store.kind === 'postgresql' ? { SCHOOLGATE_DATABASE_URL: world.config.storeAddress() } : {}),
  };
  const run = (input: string) => runCli(world.folder, ['mail', 'returned'], env, input);
  const stops = async (): Promise<number> =>
    (await world.store.reading.selectFrom('mail_stopped').select('id').execute()).length;

  for (const [input, says] of [
    ['Subject: I am away this week\r\n\r\nBack on Monday.\r\n', /Not a notification about mail of ours/],
    [notification(message, 'delayed', '4.4.7'), /Delayed \(4\.4\.7\).*Nothing done/],
    [notification('01a2009c-0000-7000-8000-00000000abcd'), /about no mail that we know/],
  ] as const) {
    const { code, out, err } = run(input);
    assert.equal(code, 0, err);
    assert.match(out, says);
  }
  assert.equal(await stops(), 0);

  const taken = run(notification(message));
  assert.equal(taken.code, 0, taken.err);
  assert.match(taken.out, /nothing more is sent to that address/);
  assert.equal(await stops(), 1);
  const again = run(notification(message));
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /stopped already/);
  assert.equal(await stops(), 1);
  assert.equal(runCli(world.folder, ['mail'], env).code, 64);
});
