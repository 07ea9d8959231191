import { tables } from '../../platform/db/scoped-tables.ts';

/** The rows of migrations/0022-standards.ts. Instants and days are ISO 8601 text; nothing is changed but by an end. */

export interface AnswerRow {
  school_id: string;
  id: string;
  /** The standard's code, without its edition. */
  standard: string;
  /** The edition that was on the screen. */
  edition: string;
  requirement: string;
  /** Of the words that were answered: the answer is stale once a newer edition words it differently. */
  words_sha256: string;
  /** Null while nobody has chosen one. */
  level: number | null;
  commentary: string;
  action: string;
  answered_at: string;
  answered_by: string;
}

interface LocalIdRow {
  school_id: string;
  id: string;
  standard: string;
  requirement: string;
  local_id: string;
  set_at: string;
  set_by: string;
  ended_at: string | null;
}

export interface ReviewRow {
  school_id: string;
  id: string;
  /** `yearly` or `out-of-cycle`. */
  kind: string;
  cause: string;
  /** The school year it belongs to, by the year in which that begins: 2026. */
  year: string;
  state: string;
  version: number;
  /** What somebody gave as the reason for opening it; '' where it opened by itself or for the year. */
  reason: string;
  opened_at: string;
  opened_by: string;
  due_day: string;
  /** JSON: what was measured. */
  evidence: string;
  measured_at: string;
  /** The version that is out for signature; null in every other state but finished. */
  offered_sha256: string | null;
  finished_at: string | null;
}

interface CauseRow {
  school_id: string;
  id: string;
  review_id: string;
  /** What called for it, once in a school: `incident:<id>`. */
  source: string;
  what: string;
  href: string;
  happened_at: string;
}

interface PartRow {
  school_id: string;
  id: string;
  review_id: string;
  section: string;
  words: string;
  written_at: string;
  written_by: string;
  ended_at: string | null;
}

interface DecisionRow {
  school_id: string;
  id: string;
  review_id: string;
  what: string;
  /** `blocked` or `allowed`. */
  verdict: string;
  for_whom: string;
  why: string;
  decided_at: string;
  decided_by: string;
  ended_at: string | null;
}

export interface ActionRow {
  school_id: string;
  id: string;
  review_id: string;
  what: string;
  owner_id: string;
  due_day: string;
  added_at: string;
  added_by: string;
  /** Taken off the list before the review was signed. */
  ended_at: string | null;
  done_at: string | null;
  done_by: string | null;
  outcome: string | null;
}

interface SignatureRow {
  school_id: string;
  id: string;
  review_id: string;
  capacity: string;
  person_id: string;
  sha256: string;
  signed_at: string;
  /** Set when the review was taken back to be changed: the signature was for other words. */
  ended_at: string | null;
}

interface MoveRow {
  school_id: string;
  id: string;
  review_id: string;
  version: number;
  action: string;
  from_state: string;
  to_state: string;
  words: string;
  moved_at: string;
  moved_by: string;
}

export const standardTables = tables<{
  standard_answer: AnswerRow;
  standard_local_id: LocalIdRow;
}>('standard_answer', 'standard_local_id');

export const reviewTables = tables<{
  filtering_review: ReviewRow;
  filtering_review_cause: CauseRow;
  filtering_review_part: PartRow;
  filtering_review_decision: DecisionRow;
  filtering_review_action: ActionRow;
  filtering_review_signature: SignatureRow;
  filtering_review_move: MoveRow;
}>(
  {
    sealed: {
      filtering_review: ['reason', 'evidence'],
      filtering_review_part: ['words'],
      filtering_review_action: ['outcome'],
      filtering_review_move: ['words'],
    },
  },
  'filtering_review',
  'filtering_review_cause',
  'filtering_review_part',
  'filtering_review_decision',
  'filtering_review_action',
  'filtering_review_signature',
  'filtering_review_move',
);
