import { createHash } from 'node:crypto';

import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { termOf } from './incident.ts';
import { listIncidents } from './lists.ts';
import { logRowsOf, type LogRow } from './log-columns.ts';
import { signedView } from './policy.ts';
import { redactedLog, type RedactedLog } from './redacted.ts';

export type Term = ReturnType<typeof termOf>;

/** What somebody signs: exactly what is on their screen, and its hash. */
export type ViewToSign = { readonly term: Term; readonly hash: string; readonly count: number } & (
  { readonly kind: 'full'; readonly rows: readonly LogRow[] } | { readonly kind: 'redacted'; readonly log: RedactedLog }
);

/** A term's rows beyond this would not be read by anybody: the signature is refused and the log is to be narrowed. */
export const MOST_ROWS = 2000;

/** Makes the view of a term for whoever signs it. The hash is SHA-256 over the view as JSON: another row or another word gives another. */
export async function viewToSign(db: ReadHandle, actor: Actor, term: Term): Promise<ViewToSign> {
  if (signedView(actor) === 'redacted') {
    const log = await redactedLog(db, term);
    return { kind: 'redacted', term, log, count: log.total, hash: hashOf(['redacted', term.code, log]) };
  }
  const { incidents } = await listIncidents(db, actor, { between: term }, { limit: MOST_ROWS, offset: 0 });
  const rows = await logRowsOf(db, incidents);
  return { kind: 'full', term, rows, count: rows.length, hash: hashOf(['full', term.code, rows]) };
}

function hashOf(view: unknown): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('hex');
}

/** The term a code names, when it is the present one or one of the three before; else the present one. */
export function termNamed(code: string, now: Temporal.Instant): Term {
  return recentTerms(now).find((term) => term.code === code) ?? termOf(schoolDay(now));
}

/** The present term and the three before, newest first. */
export function recentTerms(now: Temporal.Instant): readonly Term[] {
  const terms: Term[] = [];
  let day = schoolDay(now);
  while (terms.length < 4) {
    const term = termOf(day);
    terms.push(term);
    day = Temporal.PlainDate.from(term.from).subtract({ days: 1 });
  }
  return terms;
}
