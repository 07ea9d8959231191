import { readFileSync } from 'node:fs';

import { Unusable } from '../errors/errors.ts';
import { isMailAddress } from '../mail/mail-address.ts';
import type { SmtpSettings } from '../mail/smtp-settings.ts';

/** How mail leaves this machine, as set. */
export interface MailSettings {
  /** Undefined: mail is written as files, and nobody receives it. */
  readonly smtp: SmtpSettings | undefined;
  /** The address mail comes from. */
  readonly from: string;
  readonly replyTo: string | undefined;
  /** `returned+*@school.example`: where refusals go, `*` stands for the message. Undefined: to `from`. */
  readonly returnTo: string | undefined;
}

/** The settings of this file, for settingsOfTheMachine. */
export const mailSettingsOfTheMachine = [
  [
    'SCHOOLGATE_SMTP_URL',
    'not set',
    'Mail server that takes our mail: smtp://host:587 (STARTTLS is required unless it is this machine) or smtps://host:465, with name:password@ before the host where it wants them. Not set: mail is written as files and nobody receives it.',
  ],
  ['SCHOOLGATE_SMTP_PASSWORD', 'not set', 'The password for the mail server, apart from its URL.'],
  [
    'SCHOOLGATE_SMTP_CA',
    'not set',
    'File with the certificate (PEM) of your own authority, if it signed the mail server’s.',
  ],
  ['SCHOOLGATE_MAIL_FROM', 'schoolgate@localhost', 'Address our mail comes from. Needed with a mail server.'],
  ['SCHOOLGATE_MAIL_REPLY_TO', 'not set', 'Address that answers go to, such as the office’s.'],
  [
    'SCHOOLGATE_MAIL_RETURNS',
    'not set',
    'Address that undeliverable mail goes back to, with * for the message: returned+*@school.example. Not set: to the sender.',
  ],
] as const;

const loopback = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;

/** Reads them; `get` gives a setting's text or ''. Throws `Unusable` naming the setting, the problem and the cure. Never quotes the URL: it may hold a password. */
export function readMailSettings(get: (name: string) => string): MailSettings {
  const smtp = readSmtp(get);
  const from = get('SCHOOLGATE_MAIL_FROM');
  if (from === '' && smtp !== undefined) {
    throw new Unusable(
      'SCHOOLGATE_MAIL_FROM',
      'it is not set, and mail servers refuse mail from nobody.',
      'Set the address that mail comes from, such as schoolgate@your-school.sch.uk.',
    );
  }
  const returnTo = optional('SCHOOLGATE_MAIL_RETURNS', get);
  if (returnTo !== undefined && (returnTo.split('*').length !== 2 || !isMailAddress(returnTo.replace('*', 'x')))) {
    throw new Unusable(
      'SCHOOLGATE_MAIL_RETURNS',
      `“${returnTo}” is not an address with one * before the @.`,
      'Write it like returned+*@school.example.',
    );
  }
  return {
    smtp,
    from: from === '' ? 'schoolgate@localhost' : anAddress('SCHOOLGATE_MAIL_FROM', from),
    replyTo: mapped(optional('SCHOOLGATE_MAIL_REPLY_TO', get), (text) => anAddress('SCHOOLGATE_MAIL_REPLY_TO', text)),
    returnTo,
  };
}

function readSmtp(get: (name: string) => string): SmtpSettings | undefined {
  const text = get('SCHOOLGATE_SMTP_URL');
  if (text === '') return undefined;
  const wrong = (problem: string): Unusable =>
    new Unusable(
      'SCHOOLGATE_SMTP_URL',
      problem,
      'Write it like smtp://name:password@mail.school.example:587. Special characters in the name or password are written as %40 and so on.',
    );
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw wrong('it is not an address like smtp://host:587.');
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw wrong('it has something after the port.');
  }
  const part = (value: string): string | undefined => {
    try {
      return value === '' ? undefined : decodeURIComponent(value);
    } catch {
      throw wrong('its name or password has a % that stands for nothing.');
    }
  };
  const user = part(url.username);
  const password = optional('SCHOOLGATE_SMTP_PASSWORD', get) ?? part(url.password);
  if ((user === undefined) !== (password === undefined)) {
    throw wrong('it has a name without a password, or a password without a name.');
  }
  const wrapped = url.protocol === 'smtps:';
  return {
    host: url.hostname.replaceAll(/[[\]]/g, ''),
    port: url.port === '' ? (wrapped ? 465 : 587) : Number(url.port),
    tls: wrapped ? 'wrapped' : loopback.test(url.hostname) && get('SCHOOLGATE_SMTP_CA') === '' ? 'plain' : 'starttls',
    user,
    password,
    ca: mapped(optional('SCHOOLGATE_SMTP_CA', get), readCertificate),
  };
}

function readCertificate(path: string): string {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Unusable('SCHOOLGATE_SMTP_CA', `the file ${path} cannot be read.`, 'Check the path and its permissions.');
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new Unusable('SCHOOLGATE_SMTP_CA', `the file ${path} holds no certificate.`, 'Give a file in PEM form.');
}

function anAddress(name: string, text: string): string {
  if (isMailAddress(text)) return text;
  throw new Unusable(name, `“${text}” is not one e-mail address.`, 'Write it like schoolgate@school.example.');
}

function optional(name: string, get: (name: string) => string): string | undefined {
  const text = get(name);
  return text === '' ? undefined : text;
}

function mapped<Value, Result>(value: Value | undefined, to: (value: Value) => Result): Result | undefined {
  return value === undefined ? undefined : to(value);
}
