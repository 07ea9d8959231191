import { formatDate } from '../views/format.ts';
import { schoolDay } from '../time/clock.ts';
import { DIGEST, mailKindOf, type MailFieldKind, type MailKind } from './kinds.ts';

/** A message in words, before it is a mail. */
export interface MailWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Path below the public address. */
  readonly path: string;
  /** True for the one mail of the day: it says where it can be turned down. */
  readonly gathered: boolean;
}

/** What the digest is made of: how many of which kind. */
export type DigestCounts = readonly { readonly kind: string; readonly count: number }[];

/**
 * Puts a queued message into its fixed words. `fields` are what was checked when it was queued; a digest's are its counts.
 * Undefined when the kind is not known to this version: it is not sent.
 */
export function wordsOf(code: string, fields: Readonly<Record<string, unknown>>): MailWords | undefined {
  if (code === DIGEST) return digestWords(fields);
  const kind = mailKindOf(code);
  if (kind === undefined) return undefined;
  return {
    subject: kind.subject,
    paragraphs: kind.says.map((line) => filled(line, kind, fields)),
    path: kind.leadsTo.replaceAll(/:([a-z]+)/gi, (_all, name: string) => encodeURIComponent(String(fields[name]))),
    gathered: false,
  };
}

function filled(line: string, kind: MailKind, fields: Readonly<Record<string, unknown>>): string {
  return line.replaceAll(/\{([a-z]+)\}/gi, (_all, name: string) => shown(kind.fields[name], String(fields[name])));
}

function shown(kind: MailFieldKind | undefined, value: string): string {
  if (kind === 'day') return formatDate(value);
  if (kind === 'instant') return formatDate(schoolDay(Temporal.Instant.from(value)));
  return value;
}

function digestWords(fields: Readonly<Record<string, unknown>>): MailWords {
  const lines: string[] = [];
  for (const [code, count] of Object.entries(fields)) {
    const kind = mailKindOf(code);
    if (kind === undefined || typeof count !== 'number') continue;
    const [one, many] = kind.gathered;
    lines.push(`${count === 1 ? one : many.replace('{count}', String(count))}.`);
  }
  return {
    subject: 'Schoolgate: what came up today',
    paragraphs: ['Since the last mail of this kind:', ...lines],
    path: '/',
    gathered: true,
  };
}
