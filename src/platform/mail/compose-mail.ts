import nodemailer from 'nodemailer';

import { escapeHtml } from '../views/escape.ts';
import type { MailWords } from './mail-words.ts';

/** Who mail comes from. */
export interface Sender {
  /** `schoolgate@school.example`. */
  readonly from: string;
  readonly replyTo: string | undefined;
  /** Where links lead. */
  readonly publicUrl: string;
}

const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** The Message-ID of an outbox row: the same however often it is handed over. */
export function messageIdOf(id: string, from: string): string {
  return `<schoolgate.${id}@${from.split('@')[1] ?? 'localhost'}>`;
}

/**
 * Makes a mail (RFC 5322) of words: plain text with a simple HTML alternative. Marked as made by a machine (RFC 3834), so that
 * out-of-office replies stay away; the mail of the day says where to turn it down (RFC 2369).
 */
export async function composeMail(
  mail: { readonly id: string; readonly to: string; readonly queuedAt: string; readonly words: MailWords },
  sender: Sender,
): Promise<Buffer> {
  const { words } = mail;
  const link = `${sender.publicUrl}${words.path}`;
  const settings = `${sender.publicUrl}/account/mail`;
  const closing = words.gathered
    ? `You get this once a day. Choose when, and what: ${settings}`
    : 'This message says no more on purpose. Do not forward it.';
  const composed = await composer.sendMail({
    from: { name: 'Schoolgate', address: sender.from },
    to: { name: '', address: mail.to },
    ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }),
    subject: words.subject,
    text: [...words.paragraphs, `Sign in and look: ${link}`, closing, ''].join('\n\n'),
    html: page(words, link, closing),
    messageId: messageIdOf(mail.id, sender.from),
    date: mailDate(Temporal.Instant.from(mail.queuedAt)),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(words.gathered ? { 'List-Unsubscribe': `<${settings}>` } : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(composed.message)) throw new TypeError('the mail composer gave a stream instead of bytes');
  return composed.message;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An instant as RFC 5322 section 3.3 writes it: "Mon, 23 Nov 2026 09:10:00 +0000". */
export function mailDate(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO('UTC');
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${DAYS[at.dayOfWeek - 1] ?? ''}, ${two(at.day)} ${MONTHS[at.month - 1] ?? ''} ${String(at.year)}`;
  return `${day} ${two(at.hour)}:${two(at.minute)}:${two(at.second)} +0000`;
}

function page(words: MailWords, link: string, closing: string): string {
  const paragraphs = words.paragraphs.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return [
    '<!doctype html>',
    `<html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(words.subject)}</title></head>`,
    '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5">',
    paragraphs,
    `<p><a href="${escapeHtml(link)}">Sign in and look</a></p>`,
    `<p style="color: #505a5f">${escapeHtml(closing)}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}
