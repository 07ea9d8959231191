import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { latestEntry } from '../registers/index.ts';
import type { DutyEvidence } from './duty.ts';
import { within } from '../school/index.ts';

/**
 * The newest entry of a duty's register, when it is about a day from `from` to `to`. The job looks every few minutes, so the newest is the
 * one that was just added; an older day that is entered later does not close a period that is past: its owner records that by hand.
 */
export async function entryFor(
  db: ReadHandle,
  register: NonNullable<DutyEvidence['register']>,
  days: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate },
): Promise<{ readonly evidence: string; readonly on: Temporal.PlainDate } | undefined> {
  const { code, where } = register;
  const entry = await latestEntry(db, code, where === undefined ? {} : { [where.field]: where.is });
  if (entry === undefined) return undefined;
  const on = Temporal.PlainDate.from(entry.about);
  return within(on, days.from, days.to) ? { evidence: `${code}/${String(entry.number)}`, on } : undefined;
}
