import { tables } from '../../platform/db/scoped-tables.ts';

/** The policy's tables. Nothing is ever removed: what ends gets an end. */

interface PackRow {
  school_id: string;
  id: string;
  code: string;
  title: string;
  edition: string;
  about: string;
  sha256: string;
  /** The pack without its clauses, as JSON. */
  document: string;
  loaded_at: string;
  loaded_by: string;
  ended_at: string | null;
}

export interface ClauseRow {
  school_id: string;
  pack_id: string;
  clause_id: string;
  place: number;
  section: string;
  text: string;
  who: string;
  kind: string;
  area: string;
  period: string;
  control: string | null;
  covers: string | null;
  not_covered: string | null;
  ref: string | null;
  /** JSON list of codes; null in an edition of before format 2, whose one control is in `control`. */
  controls: string | null;
  /** JSON: whom it tells something, and why nothing can show it. */
  guidance: string | null;
  /** JSON: what the clause says about settings, whether or not that is in force. */
  settings: string | null;
}

export interface SettingRow {
  school_id: string;
  id: string;
  code: string;
  /** JSON. */
  value: string;
  /** The clause that set it; null when the school chose it itself. */
  clause_id: string | null;
  pack_id: string | null;
  set_at: string;
  set_by: string;
  ended_at: string | null;
  /** The reason that somebody gave for changing it. */
  why: string | null;
}

export interface ContradictionRow {
  school_id: string;
  id: string;
  pack_id: string;
  setting: string;
  /** JSON: which clause says what. */
  sides: string;
  /** JSON: the value in force until somebody decides. */
  taken: string;
  found_at: string;
  resolved_at: string | null;
  resolved_by: string | null;
  /** The clause whose word counts since. */
  chosen: string | null;
  reason: string | null;
}

/** What somebody saw when they looked at how the policy stands. */
interface CheckRow {
  school_id: string;
  id: string;
  pack_id: string;
  checked_at: string;
  checked_by: string;
  total: number;
  enforced: number;
  evidenced: number;
  shown: number;
  not_covered: number;
  kept: number;
  not_kept: number;
  overdue: number;
  remark: string;
}

interface ReviewRow {
  school_id: string;
  id: string;
  review_on: string;
  recorded_at: string;
  recorded_by: string;
}

export const policyTables = tables<{
  policy_pack: PackRow;
  policy_clause: ClauseRow;
  policy_setting: SettingRow;
  policy_contradiction: ContradictionRow;
  policy_review: ReviewRow;
  policy_check: CheckRow;
}>('policy_pack', 'policy_clause', 'policy_setting', 'policy_contradiction', 'policy_review', 'policy_check');
