import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { MOST_RETURNED_BYTES, readReturnedMail } from './returned-mail.ts';

const ID = '01a2009c-0000-7000-8000-00000000abcd';

/** A notification as mail servers send them (RFC 3464, appendix E). */
function notification(
  given: { action?: string; status?: string; original?: string; to?: string; type?: string } = {},
): Buffer {
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mail.example',
      `To: ${given.to ?? 'schoolgate@larkhill.example'}`,
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain',
      '',
      'I am sorry to tell you.',
      '--b1',
      `Content-Type: ${given.type ?? 'message/delivery-status'}`,
      '',
      'Reporting-MTA: dns; mail.example',
      '',
      'Final-Recipient: rfc822; gone@larkhill.example',
      `Action: ${given.action ?? 'failed'}`,
      `Status: ${given.status ?? '5.1.1'}`,
      'Diagnostic-Code: smtp; 550 5.1.1 no such person',
      '--b1',
      'Content-Type: message/rfc822',
      '',
      'From: schoolgate@larkhill.example',
      `Message-ID:\r\n <${given.original ?? `schoolgate.${ID}@larkhill.example`}>`,
      'Subject: Schoolgate: a new alert',
      '',
      'A new alert waits for you.',
      '--b1--',
      '',
    ].join('\r\n'),
  );
}

describe('a mail that came back', () => {
  it('is known by the Message-ID of ours inside it', async () => {
    assert.deepEqual(await readReturnedMail(notification()), { message: ID, says: 'failed', status: '5.1.1' });
  });

  it('is known by the address it came back to', async () => {
    const bytes = notification({ original: 'something@else.example', to: `returned+${ID}@larkhill.example` });
    assert.equal((await readReturnedMail(bytes))?.message, ID);
  });

  it('that is only late is not taken as lost', async () => {
    const late = await readReturnedMail(notification({ action: 'delayed', status: '4.4.1' }));
    assert.equal(late?.says, 'delayed');
    assert.equal((await readReturnedMail(notification({ status: '4.2.2' })))?.says, 'delayed');
  });

  for (const [what, bytes] of [
    ['about somebody else’s mail', notification({ original: 'other@larkhill.example' })],
    ['that says it arrived', notification({ action: 'delivered', status: '2.0.0' })],
    ['without a report', notification({ type: 'text/plain' })],
    ['that a person wrote', Buffer.from(`In-Reply-To: <schoolgate.${ID}@larkhill.example>\r\n\r\nI am away.\r\n`)],
    ['that is empty', Buffer.alloc(0)],
    ['that is damaged', Buffer.from('Content-Type: multipart/report; boundary=\r\n\r\n--\r\n\0\0\0')],
    ['that is too large', Buffer.concat([notification(), Buffer.alloc(MOST_RETURNED_BYTES, 0x20)])],
    ['with boxes in boxes', nested(40)],
  ] as const) {
    it(`${what} is left alone`, async () => {
      assert.equal(await readReturnedMail(bytes), undefined);
    });
  }
});

function nested(depth: number): Buffer {
  const open = Array.from(
    { length: depth },
    (_none, at) => `Content-Type: multipart/mixed; boundary="n${String(at)}"\r\n\r\n--n${String(at)}\r\n`,
  );
  return Buffer.from(`Subject: deep\r\n${open.join('')}${notification().toString()}`);
}
