import { createHash } from 'node:crypto';

import type { Actor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { calendarOf, type CountedTerm } from '../school/index.ts';
import { listIncidents } from './lists.ts';
import { logRowsOf, type LogRow } from './log-columns.ts';
import { signedView } from './policy.ts';
import { redactedLog, type RedactedLog } from './redacted.ts';

/** A term of the school's calendar with the holidays after it. */
export interface Term {
  readonly code: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** The term that a day is counted in. */
export async function termOf(db: ReadHandle, day: Temporal.PlainDate): Promise<Term> {
  return inDays((await calendarOf(db)).termFor(day));
}

const inDays = ({ code, label, from, to }: CountedTerm): Term => ({
  code,
  label,
  from: from.toString(),
  to: to.toString(),
});

/** What somebody signs: exactly what is on their screen, and its hash. `tooMany`: not all of the term is on it, and it cannot be signed. */
export type ViewToSign = {
  readonly term: Term;
  readonly hash: string;
  readonly count: number;
  readonly tooMany: boolean;
} & (
  { readonly kind: 'full'; readonly rows: readonly LogRow[] } | { readonly kind: 'redacted'; readonly log: RedactedLog }
);

/** A term's rows beyond this would not be read by anybody: it is not shown whole, and not signed. */
export const MOST_ROWS = 2000;

/** Makes the view of a term for whoever signs it. The hash is SHA-256 over the view as JSON: another row or another word gives another. */
export async function viewToSign(
  db: ReadHandle,
  { actor, reviewers }: { readonly actor: Actor; readonly reviewers: readonly Role[] },
  term: Term,
): Promise<ViewToSign> {
  if (signedView(actor, reviewers) === 'redacted') {
    const log = await redactedLog(db, term);
    return {
      kind: 'redacted',
      term,
      log,
      count: log.total,
      tooMany: false,
      hash: hashOf(['redacted', term.code, log]),
    };
  }
  const { incidents, total } = await listIncidents(db, actor, { between: term }, { limit: MOST_ROWS, offset: 0 });
  const rows = await logRowsOf(db, incidents);
  const tooMany = total > rows.length;
  return { kind: 'full', term, rows, count: rows.length, tooMany, hash: hashOf(['full', term.code, rows]) };
}

function hashOf(view: unknown): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('hex');
}

/** The term a code names, when it is the present one or one of the three before; else the present one. */
export async function termNamed(db: ReadHandle, code: string, now: Temporal.Instant): Promise<Term> {
  return (await recentTerms(db, now)).find((term) => term.code === code) ?? termOf(db, schoolDay(now));
}

/** The present term and the three before, newest first. */
export async function recentTerms(db: ReadHandle, now: Temporal.Instant): Promise<readonly Term[]> {
  const calendar = await calendarOf(db);
  const terms: Term[] = [];
  let day = schoolDay(now);
  while (terms.length < 4) {
    const term = calendar.termFor(day);
    terms.push(inDays(term));
    day = term.from.subtract({ days: 1 });
  }
  return terms;
}
