import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { filteringTables, stamp, type RuleRow } from '../tables.ts';
import { textList } from './text-list.ts';

/** Tiers 4 and 5: the school blocks or opens hosts, for everybody or for some profiles, from an instant until another. */
export interface HostRule {
  readonly id: RuleId;
  readonly verdict: 'block' | 'allow';
  readonly hosts: readonly string[];
  /** Profile codes; null is everybody. */
  readonly profiles: readonly string[] | null;
  readonly reason: string;
  readonly clause: string | null;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant | null;
  readonly emergency: boolean;
  readonly askedBy: PersonId | null;
  readonly decidedBy: PersonId;
  readonly decidedAt: Temporal.Instant;
  readonly signedBy: PersonId | null;
  readonly signedAt: Temporal.Instant | null;
  readonly requestId: string | null;
  readonly endedAt: Temporal.Instant | null;
  /** When the filter was first heard to obey it. */
  readonly obeyedAt: Temporal.Instant | null;
}

export type RuleId = Id<'filter-rule'>;

/** Rules that are not over at `now`, oldest first. */
export async function rulesNotOver(db: ReadHandle, now: Temporal.Instant): Promise<HostRule[]> {
  const rows = await filteringTables
    .read(db)
    .select('filter_rule')
    .where((where) => where.or([where('until_at', 'is', null), where('until_at', '>', stamp(now))]))
    .selectAll()
    .orderBy('decided_at')
    .execute();
  return rows.map(ruleOfRow);
}

/** The latest decisions, newest first. */
export async function latestRules(db: ReadHandle, limit: number): Promise<HostRule[]> {
  const rows = await filteringTables
    .read(db)
    .select('filter_rule')
    .selectAll()
    .orderBy('decided_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(ruleOfRow);
}

/** Emergency blocks that nobody has signed yet, oldest first, those that are over included: they were carried out. */
export async function rulesToSign(db: ReadHandle): Promise<HostRule[]> {
  const rows = await filteringTables
    .read(db)
    .select('filter_rule')
    .where('emergency', '=', 1)
    .where('signed_at', 'is', null)
    .selectAll()
    .orderBy('decided_at')
    .execute();
  return rows.map(ruleOfRow);
}

/** One rule, or undefined. */
export async function findRule(db: ReadHandle, id: RuleId): Promise<HostRule | undefined> {
  const row = await filteringTables.read(db).select('filter_rule').where('id', '=', id).selectAll().executeTakeFirst();
  return row === undefined ? undefined : ruleOfRow(row);
}

/** The row of a new rule, as the effects of commands insert it. */
export function newRuleRow(
  id: RuleId,
  rule: Omit<HostRule, 'id' | 'endedAt' | 'obeyedAt'>,
): Omit<RuleRow, 'school_id'> {
  return {
    id,
    verdict: rule.verdict,
    hosts: JSON.stringify(rule.hosts),
    profiles: rule.profiles === null ? null : JSON.stringify(rule.profiles),
    reason: rule.reason,
    clause: rule.clause,
    from_at: stamp(rule.from),
    until_at: rule.until === null ? null : stamp(rule.until),
    emergency: rule.emergency ? 1 : 0,
    asked_by: rule.askedBy,
    decided_by: rule.decidedBy,
    decided_at: stamp(rule.decidedAt),
    signed_by: rule.signedBy,
    signed_at: rule.signedAt === null ? null : stamp(rule.signedAt),
    request_id: rule.requestId,
    ended_by: null,
    ended_at: null,
    obeyed_at: null,
  };
}

function ruleOfRow(row: RuleRow): HostRule {
  const at = (text: string | null): Temporal.Instant | null => (text === null ? null : Temporal.Instant.from(text));
  const person = (text: string | null): PersonId | null => (text === null ? null : asId(text));
  return {
    id: asId(row.id),
    verdict: row.verdict === 'allow' ? 'allow' : 'block',
    hosts: textList(row.hosts),
    profiles: row.profiles === null ? null : textList(row.profiles),
    reason: row.reason,
    clause: row.clause,
    from: Temporal.Instant.from(row.from_at),
    until: at(row.until_at),
    emergency: row.emergency === 1,
    askedBy: person(row.asked_by),
    decidedBy: asId(row.decided_by),
    decidedAt: Temporal.Instant.from(row.decided_at),
    signedBy: person(row.signed_by),
    signedAt: at(row.signed_at),
    requestId: row.request_id,
    endedAt: at(row.ended_at),
    obeyedAt: at(row.obeyed_at),
  };
}
