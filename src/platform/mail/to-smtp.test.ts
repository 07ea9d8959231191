import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';

import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

import { makeCertificate } from '../../../test/support/certificates.ts';
import { ServerTrouble, type Delivered, type ReadyMail } from './delivery.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import { toSmtp } from './to-smtp.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

interface Running {
  readonly settings: SmtpSettings;
  readonly taken: string[];
  readonly connections: () => number;
}

/** Starts a real SMTP server on loopback. */
async function smtpServer(options: SMTPServerOptions = {}): Promise<Running> {
  const taken: string[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push(`${session.envelope.rcptTo[0]?.address ?? ''}\n${Buffer.concat(chunks).toString()}`);
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  ends.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(resolve);
      }),
  );
  return { settings: settingsFor(server.server.address()), taken, connections: () => connections };
}

function settingsFor(address: AddressInfo | string | null): SmtpSettings {
  assert.ok(typeof address === 'object' && address !== null);
  return { host: '127.0.0.1', port: address.port, tls: 'plain', user: undefined, password: undefined, ca: undefined };
}

const times = { connect: 4000, silence: 4000, mail: 8000 };

function aMail(to = 'dsl@larkhill.example'): ReadyMail {
  return {
    id: 'one',
    to,
    returnTo: 'schoolgate@larkhill.example',
    bytes: Buffer.from('Subject: waits\r\n\r\n.A line that begins with a dot\r\n'),
  };
}

/** Hands mails over one connection each after the other; says what became of each, and how many had begun. */
async function deliver(
  settings: SmtpSettings,
  mails: readonly ReadyMail[] = [aMail()],
  limits = times,
): Promise<{ delivered: Delivered[]; begun: number }> {
  const connection = await toSmtp(settings, limits).open();
  let begun = 0;
  const delivered: Delivered[] = [];
  try {
    for (const mail of mails) {
      delivered.push(
        await connection.deliver(mail, () => {
          begun += 1;
          return Promise.resolve();
        }),
      );
    }
  } finally {
    connection.close();
  }
  return { delivered, begun };
}

function refusing(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

const troubled = (trouble: string) => (error: unknown) => error instanceof ServerTrouble && error.trouble === trouble;

describe('a mail server', () => {
  it('that accepts gets the mail whole, and several over one connection', async () => {
    const server = await smtpServer();
    const { delivered } = await deliver(server.settings, [aMail(), aMail('head@larkhill.example')]);
    assert.deepEqual(delivered, [{ kind: 'sent' }, { kind: 'sent' }]);
    assert.match(
      server.taken[0] ?? '',
      /^dsl@larkhill\.example\nSubject: waits\r\n\r\n\.A line that begins with a dot/,
    );
    assert.equal(server.taken.length, 2);
    assert.equal(server.connections(), 1);
  });

  it('that knows no such address bounces that mail before its first byte, and takes the next', async () => {
    const server = await smtpServer({
      onRcptTo: ({ address }, _session, done) => {
        done(address.startsWith('gone') ? refusing(550, '5.1.1 no such person as gone@larkhill.example') : null);
      },
    });
    const { delivered, begun } = await deliver(server.settings, [aMail('gone@larkhill.example'), aMail()]);
    assert.deepEqual(delivered, [{ kind: 'bounced', answer: '550 5.1.1' }, { kind: 'sent' }]);
    assert.equal(begun, 1);
    assert.equal(server.connections(), 1);
  });

  it('that will not pass mail on blames no address', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => {
        done(refusing(554, '5.7.1 relaying denied'));
      },
    });
    assert.deepEqual((await deliver(server.settings)).delivered, [{ kind: 'refused', answer: '554 5.7.1' }]);
  });

  it('that refuses for now says so', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => {
        done(refusing(451, '4.7.1 come back later'));
      },
    });
    assert.deepEqual((await deliver(server.settings)).delivered, [{ kind: 'later', answer: '451 4.7.1' }]);
  });

  it('that refuses the mail itself blames no address', async () => {
    const server = await smtpServer({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => {
          done(refusing(554, '5.6.0 not this mail'));
        });
      },
    });
    assert.deepEqual((await deliver(server.settings)).delivered, [{ kind: 'refused', answer: '554 5.6.0' }]);
  });

  it('that dies while the mail goes out leaves it unknown', async () => {
    const server = await dyingAfter('DATA');
    const { delivered, begun } = await deliver(server);
    assert.equal(begun, 1);
    assert.equal(delivered[0]?.kind, 'unknown');
  });

  it('that dies before the mail goes out leaves it surely unsent', async () => {
    const server = await dyingAfter('RCPT');
    const { delivered, begun } = await deliver(server);
    assert.equal(begun, 0);
    assert.deepEqual(delivered, [{ kind: 'later', answer: 'connection' }]);
  });

  it('that is too slow is given up, before or after the first byte', async () => {
    const silent = await smtpServer({ onRcptTo: () => undefined });
    const before = await deliver(silent.settings, [aMail()], { connect: 4000, silence: 4000, mail: 300 });
    assert.deepEqual(before.delivered, [{ kind: 'later', answer: 'too slow' }]);
    const swallowing = await smtpServer({
      onData: (stream) => {
        stream.resume();
      },
    });
    const after = await deliver(swallowing.settings, [aMail()], { connect: 4000, silence: 4000, mail: 2000 });
    assert.deepEqual(after.delivered, [{ kind: 'unknown', answer: 'too slow' }]);
  });

  it('that is not there is trouble with the server, not with a mail', async () => {
    const free = createServer();
    free.listen(0, '127.0.0.1');
    await once(free, 'listening');
    const settings = settingsFor(free.address());
    await new Promise((resolve) => free.close(resolve));
    await assert.rejects(deliver(settings), troubled('unreachable'));
  });

  it('that wants a password takes the right one and not another', async () => {
    const made = makeCertificate();
    const server = await smtpServer({
      authOptional: false,
      disabledCommands: [],
      key: made.key,
      cert: made.cert,
      onAuth: ({ username, password }, _session, done) => {
        if (username === 'school' && password === 'p@ss word') done(null, { user: 'school' });
        else done(refusing(535, '5.7.8 wrong'));
      },
    });
    const settings = { ...server.settings, tls: 'starttls', user: 'school', ca: made.cert } as const;
    assert.deepEqual((await deliver({ ...settings, password: 'p@ss word' })).delivered, [{ kind: 'sent' }]);
    await assert.rejects(deliver({ ...settings, password: 'guess' }), troubled('password'));
  });

  it('is spoken to with TLS only when its certificate holds', async () => {
    const made = makeCertificate();
    const server = await smtpServer({ disabledCommands: [], key: made.key, cert: made.cert });
    const starttls = { ...server.settings, tls: 'starttls' } as const;
    assert.deepEqual((await deliver({ ...starttls, ca: made.cert })).delivered, [{ kind: 'sent' }]);
    await assert.rejects(deliver({ ...starttls, ca: makeCertificate().cert }), troubled('certificate'));
    await assert.rejects(deliver(starttls), troubled('certificate'));
    const wrapped = await smtpServer({ secure: true, key: made.key, cert: made.cert });
    assert.deepEqual((await deliver({ ...wrapped.settings, tls: 'wrapped', ca: made.cert })).delivered, [
      { kind: 'sent' },
    ]);
  });

  it('that offers no TLS gets nothing where TLS is required', async () => {
    const server = await smtpServer();
    await assert.rejects(deliver({ ...server.settings, tls: 'starttls' }), troubled('no-tls'));
    assert.deepEqual(server.taken, []);
  });
});

/** A server that speaks until it has answered this command, and is gone at the next thing it hears. */
async function dyingAfter(last: 'RCPT' | 'DATA'): Promise<SmtpSettings> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 here\r\n');
    let over = false;
    socket.on('data', (chunk: Buffer) => {
      const said = chunk.toString();
      if (over || (last === 'RCPT' && said.startsWith('RCPT'))) {
        socket.destroy();
        return;
      }
      over = said.startsWith('DATA');
      socket.write(over ? '354 go on\r\n' : '250 well\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(
    () =>
      new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      ),
  );
  return settingsFor(server.address());
}
