import { Readable } from 'node:stream';

import SMTPConnection from 'nodemailer/lib/smtp-connection';

import { ServerTrouble, type Connection, type Delivered, type Delivery, type ReadyMail } from './delivery.ts';
import type { SmtpSettings } from './smtp-settings.ts';

/** How long each step with the server may take, in milliseconds. */
export interface SmtpTimes {
  readonly connect: number;
  /** Silence after which a connection is given up. */
  readonly silence: number;
  /** One mail, from first to last byte: also a server that trickles must end. */
  readonly mail: number;
}

export const smtpTimes: SmtpTimes = { connect: 20_000, silence: 60_000, mail: 180_000 };

/** Connections to the server at once. Google and Microsoft allow more; a school needs no more. */
const CONNECTIONS = 2;

/**
 * Mail to an SMTP server (RFC 5321), with TLS as the settings say. nodemailer's connection is used without its pool, because only the
 * connection tells when the server is ready for the first byte: what was not begun is surely not sent, and is never doubtful.
 */
export function toSmtp(settings: SmtpSettings, times: SmtpTimes = smtpTimes): Delivery {
  return { way: 'smtp', connections: CONNECTIONS, open: () => connect(settings, times) };
}

async function connect(settings: SmtpSettings, times: SmtpTimes): Promise<Connection> {
  const smtp = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === 'wrapped',
    requireTLS: settings.tls === 'starttls',
    ignoreTLS: settings.tls === 'plain',
    connectionTimeout: times.connect,
    greetingTimeout: times.connect,
    dnsTimeout: times.connect,
    socketTimeout: times.silence,
    maxResponseSize: 64 * 1024,
    tls: { minVersion: 'TLSv1.2', ...(settings.ca === undefined ? {} : { ca: settings.ca }) },
  });
  let broken = false;
  // Errors between mails come as events; without a listener they would end the program.
  smtp.on('error', () => {
    broken = true;
  });
  smtp.on('end', () => {
    broken = true;
  });
  await new Promise<void>((resolve, reject) => {
    const stop = (error: unknown): void => {
      smtp.close();
      reject(new ServerTrouble(troubleOf(error), error));
    };
    smtp.once('error', stop);
    smtp.connect((error) => {
      if (failed(error)) {
        stop(error);
        return;
      }
      const { user, password } = settings;
      if (user === undefined || password === undefined) {
        resolve();
        return;
      }
      smtp.login({ user, pass: password, credentials: { user, pass: password } }, (refused) => {
        if (failed(refused)) stop(refused);
        else resolve();
      });
    });
  });
  return {
    usable: () => !broken,
    close() {
      if (broken) {
        smtp.close();
        return;
      }
      smtp.quit();
      // A server that does not answer QUIT must not keep the connection.
      setTimeout(() => {
        smtp.close();
      }, 2000).unref();
    },
    async deliver(mail, begins) {
      const delivered = await send(smtp, mail, begins, times);
      if (delivered.kind === 'sent' || broken) return delivered;
      // The server may still hold the sender and the recipient of the mail it did not take.
      if (delivered.kind === 'unknown' || !(await reset(smtp))) {
        broken = true;
        smtp.close();
      }
      return delivered;
    },
  };
}

function send(
  smtp: SMTPConnection,
  mail: ReadyMail,
  begins: () => Promise<void>,
  times: SmtpTimes,
): Promise<Delivered> {
  return new Promise((resolve) => {
    let begun = false;
    const timer = setTimeout(() => {
      answer({ kind: begun ? 'unknown' : 'later', answer: 'too slow' });
      smtp.close();
    }, times.mail);
    const answer = (delivered: Delivered): void => {
      clearTimeout(timer);
      smtp.off('error', brokeOff);
      smtp.off('end', brokeOff);
      resolve(delivered);
    };
    const brokeOff = (): void => {
      answer({ kind: begun ? 'unknown' : 'later', answer: 'connection' });
    };
    smtp.once('error', brokeOff);
    smtp.once('end', brokeOff);
    const body = Readable.from(
      (async function* bytes() {
        await begins();
        begun = true;
        yield mail.bytes;
      })(),
    );
    smtp.send({ from: mail.returnTo, to: [mail.to], size: mail.bytes.length }, body, (error) => {
      answer(failed(error) ? refusal(error, begun) : { kind: 'sent' });
    });
  });
}

/** nodemailer calls back with nothing, or null, when it went well. */
function failed(error: unknown): boolean {
  return error !== undefined && error !== null;
}

/** What an error of nodemailer says about the mail. The server's own words are left out: they quote addresses. */
function refusal(error: unknown, begun: boolean): Delivered {
  const { code, words, step } = partsOf(error);
  if (code === undefined) return { kind: begun ? 'unknown' : 'later', answer: 'connection' };
  const status = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/.exec(words);
  const answer = status === null ? String(code) : `${String(code)} ${status[0]}`;
  if (code < 500) return { kind: 'later', answer };
  // RFC 3463: X.1.x is about the address, X.2.x about its mailbox; X.7.x is policy, and so the fault of this server's settings.
  const aboutAddress = status === null ? [550, 551, 553].includes(code) : ['1', '2'].includes(status[2] ?? '');
  return { kind: step === 'RCPT TO' && aboutAddress ? 'bounced' : 'refused', answer };
}

function partsOf(error: unknown): { code: number | undefined; words: string; step: string } {
  if (!(error instanceof Error)) return { code: undefined, words: '', step: '' };
  const code = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined;
  const words = 'response' in error && typeof error.response === 'string' ? error.response : '';
  const step = 'command' in error && typeof error.command === 'string' ? error.command : '';
  return { code, words, step };
}

function reset(smtp: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, 5000);
    const end = (well: boolean): void => {
      clearTimeout(timer);
      smtp.off('error', broke);
      smtp.off('end', broke);
      resolve(well);
    };
    const broke = (): void => {
      end(false);
    };
    smtp.once('error', broke);
    smtp.once('end', broke);
    smtp.reset((error) => {
      end(!failed(error));
    });
  });
}

/** Why the server cannot be used at all, in a word (delivery.ts). */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unreachable';
  const message = error.message;
  if (error.code === 'EAUTH') return 'password';
  if (/certificate|self.signed|altname|CERT_/i.test(message)) return 'certificate';
  if (error.code === 'ETLS' || /STARTTLS/i.test(message)) return 'no-tls';
  return 'responseCode' in error && typeof error.responseCode === 'number' ? 'refuses' : 'unreachable';
}
