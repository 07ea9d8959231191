import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import type { Evidence } from '../module.ts';
import { standardTables, type AnswerRow } from './rows.ts';
import { wordsOf, type Requirement, type Standard } from './standard.ts';

/** What people answered in a self-review. */
export interface Given {
  readonly id: string;
  readonly edition: string;
  readonly level: number | null;
  readonly commentary: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly by: string;
  readonly words: string;
}

function givenOf(row: AnswerRow): Given {
  return {
    id: row.id,
    edition: row.edition,
    level: row.level,
    commentary: row.commentary,
    action: row.action,
    at: Temporal.Instant.from(row.answered_at),
    by: row.answered_by,
    words: row.words_sha256,
  };
}

/** Every answer to a standard by requirement, the newest first in each. */
export async function answersTo(db: ReadHandle, standard: string): Promise<ReadonlyMap<string, readonly Given[]>> {
  const rows = await standardTables
    .read(db)
    .select('standard_answer')
    .selectAll()
    .where('standard', '=', standard)
    .orderBy('answered_at', 'desc')
    .orderBy('id', 'desc')
    .limit(5000)
    .execute();
  return new Map([...Map.groupBy(rows, ({ requirement }) => requirement)].map(([id, some]) => [id, some.map(givenOf)]));
}

/** Whether an answer was to other words than these. */
export function isStale(given: Given, requirement: Requirement): boolean {
  return given.words !== wordsOf(requirement);
}

/** Progress counts an aspect only when both its level and its commentary are there, and for the words of today. */
export function isAnswered(given: Given | undefined, requirement: Requirement): given is Given & { level: number } {
  return given !== undefined && given.level !== null && given.commentary !== '' && !isStale(given, requirement);
}

/** When an edition begins: with the first of the days it names, at the school. */
function beginningOf(edition: string): Temporal.Instant {
  const day = edition.length === 'YYYY-MM'.length ? `${edition}-01` : edition;
  return Temporal.PlainDate.from(day).toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
}

/** Whether what people recorded for a control is older than an edition: then it was for other words. What is measured is measured anew each time. */
export function isFromBefore(evidence: Evidence | undefined, edition: string): boolean {
  if (evidence?.latest === undefined || evidence.kind === 'measured') return false;
  return Temporal.Instant.compare(evidence.latest, beginningOf(edition)) < 0;
}

/** What a newer edition changed against the one before it. */
export interface EditionChange {
  readonly id: string;
  readonly how: 'new' | 'gone' | 'worded-anew';
  readonly now: string;
  readonly before: string;
}

export function changesBetween(before: Standard, now: Standard): readonly EditionChange[] {
  const was = new Map(before.requirements.map((one) => [one.id, one]));
  const is = new Map(now.requirements.map((one) => [one.id, one]));
  const changed: EditionChange[] = [];
  for (const one of now.requirements) {
    const old = was.get(one.id);
    if (old === undefined) changed.push({ id: one.id, how: 'new', now: one.text, before: '' });
    else if (wordsOf(old) !== wordsOf(one)) {
      changed.push({ id: one.id, how: 'worded-anew', now: one.text, before: old.text });
    }
  }
  for (const one of before.requirements) {
    if (!is.has(one.id)) changed.push({ id: one.id, how: 'gone', now: '', before: one.text });
  }
  return changed;
}
