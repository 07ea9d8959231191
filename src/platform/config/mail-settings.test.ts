import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Unusable } from '../errors/errors.ts';
import { readMailSettings } from './mail-settings.ts';

const read = (given: Readonly<Record<string, string>>) => readMailSettings((name) => given[name] ?? '');
const from = { SCHOOLGATE_MAIL_FROM: 'schoolgate@larkhill.example' };

describe('the settings of mail', () => {
  it('write files when no server is set', () => {
    assert.equal(read({}).smtp, undefined);
  });

  it('demand TLS of every server but one on this machine', () => {
    const tls = (url: string) => read({ ...from, SCHOOLGATE_SMTP_URL: url }).smtp?.tls;
    assert.equal(tls('smtp://mail.larkhill.example'), 'starttls');
    assert.equal(tls('smtps://mail.larkhill.example'), 'wrapped');
    assert.equal(tls('smtp://127.0.0.1:2525'), 'plain');
  });

  it('take name and password from the URL, or the password from its own setting', () => {
    const url = 'smtp://office%40larkhill.example:p%40ss@mail.larkhill.example:2587';
    const smtp = read({ ...from, SCHOOLGATE_SMTP_URL: url }).smtp;
    assert.deepEqual([smtp?.user, smtp?.password, smtp?.port], ['office@larkhill.example', 'p@ss', 2587]);
    const apart = read({ ...from, SCHOOLGATE_SMTP_URL: 'smtp://a@mail.example', SCHOOLGATE_SMTP_PASSWORD: 'secret' });
    assert.equal(apart.smtp?.password, 'secret');
  });

  for (const [given, where] of [
    [{ SCHOOLGATE_SMTP_URL: 'smtp://mail.example' }, 'SCHOOLGATE_MAIL_FROM'],
    [{ ...from, SCHOOLGATE_SMTP_URL: 'http://user:hidden@mail.example' }, 'SCHOOLGATE_SMTP_URL'],
    [{ ...from, SCHOOLGATE_SMTP_URL: 'smtp://user:hidden@mail.example/path' }, 'SCHOOLGATE_SMTP_URL'],
    [{ ...from, SCHOOLGATE_SMTP_URL: 'smtp://user@mail.example' }, 'SCHOOLGATE_SMTP_URL'],
    [{ SCHOOLGATE_MAIL_FROM: 'School <a@b.example>' }, 'SCHOOLGATE_MAIL_FROM'],
    [{ SCHOOLGATE_MAIL_REPLY_TO: 'a@b.example\r\nBcc: c@d.example' }, 'SCHOOLGATE_MAIL_REPLY_TO'],
    [{ SCHOOLGATE_MAIL_RETURNS: 'returned@b.example' }, 'SCHOOLGATE_MAIL_RETURNS'],
    [{ SCHOOLGATE_SMTP_CA: '/nowhere/ca.pem', ...from, SCHOOLGATE_SMTP_URL: 'smtp://m.example' }, 'SCHOOLGATE_SMTP_CA'],
  ] as const) {
    it(`refuse ${JSON.stringify(given)}, naming the setting and the cure and never a password`, () => {
      assert.throws(
        () => read(given),
        (error) =>
          error instanceof Unusable && error.where === where && error.cure !== '' && !error.message.includes('hidden'),
      );
    });
  }
});
