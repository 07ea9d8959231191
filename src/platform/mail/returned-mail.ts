import PostalMime, { type Email } from 'postal-mime';

/** What a mail that came back says. */
export interface ReturnedMail {
  /** The id of our message. */
  readonly message: string;
  /** `failed` for good, or only `delayed`: the other server goes on trying. */
  readonly says: 'failed' | 'delayed';
  /** The status code of RFC 3463: `5.1.1`. */
  readonly status: string;
}

/** Bytes of a returned mail that are read: ours are small, and what quotes more is not ours. */
export const MOST_RETURNED_BYTES = 1024 * 1024;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * Reads a delivery status notification (RFC 3464) about a mail of ours. Undefined for anything else: an answer of a person, an out-of-office
 * note, a notification about somebody else's mail, something damaged. Ours is known by the id in its Message-ID or in the address it came
 * back to, which nobody but the one written to has seen; so nobody can stop another's mail with a forged one.
 */
export async function readReturnedMail(bytes: Uint8Array): Promise<ReturnedMail | undefined> {
  if (bytes.length > MOST_RETURNED_BYTES) return undefined;
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'utf8',
      maxNestingDepth: 10,
      maxHeadersSize: 256 * 1024,
    });
  } catch {
    return undefined;
  }
  const part = (type: string): string =>
    mail.attachments
      .filter((one) => one.mimeType === type && typeof one.content === 'string')
      .map((one) => (typeof one.content === 'string' ? one.content : ''))
      .join('\n');
  const report = part('message/delivery-status');
  if (report === '') return undefined;
  const message = messageIn(mail, `${part('message/rfc822')}\n${part('text/rfc822-headers')}`);
  const status = /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(report)?.[1];
  const action = /^action:\s*([a-z]+)/im.exec(report)?.[1]?.toLowerCase();
  if (message === undefined || status === undefined || action === undefined) return undefined;
  if (action === 'failed' && status.startsWith('5')) return { message, says: 'failed', status };
  return action === 'delayed' || action === 'failed' ? { message, says: 'delayed', status } : undefined;
}

function messageIn(mail: Email, original: string): string | undefined {
  const addresses = [mail.deliveredTo ?? '', ...(mail.to ?? []).map((one) => one.address ?? '')].join(' ');
  const cameBackTo = new RegExp(`[+=-](${UUID})@`).exec(addresses)?.[1];
  const ofOriginal = new RegExp(`^message-id:\\s*<schoolgate\\.(${UUID})@`, 'im').exec(original)?.[1];
  const answered = new RegExp(`<schoolgate\\.(${UUID})@`).exec(`${mail.inReplyTo ?? ''} ${mail.references ?? ''}`)?.[1];
  return cameBackTo ?? ofOriginal ?? answered;
}
