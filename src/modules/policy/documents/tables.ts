import { tables } from '../../../platform/db/scoped-tables.ts';

/** The tables of the policy's documents. Nothing is ever removed: what ends gets an end. */

export interface DraftRow {
  school_id: string;
  id: string;
  state: string;
  version: number;
  /** The edition it was made from; null when it was made from a pack's file. */
  base_pack: string | null;
  /** JSON: the whole pack that it was made from, with the draft's own title and sentence about it. */
  document: string;
  why: string;
  /** The setting whose change opened it by itself. */
  from_setting: string | null;
  began_at: string;
  began_by: string;
  consult_from: string | null;
  consult_until: string | null;
  /** JSON: the groups asked. */
  consult_groups: string | null;
  approved_at: string | null;
  approved_by: string | null;
  /** `signedText` as it was approved; null for what was approved before it was kept. */
  approved_sha256: string | null;
  signed_at: string | null;
  signed_by: string | null;
  published_at: string | null;
  published_by: string | null;
  /** The edition it became. */
  pack_id: string | null;
}

export interface ChangeRow {
  school_id: string;
  id: string;
  draft_id: string;
  clause_id: string;
  how: string;
  /** JSON: the clause as it would be. */
  clause: string;
  reason: string;
  changed_at: string;
  changed_by: string;
  /** Set when a later change took its place, or it was taken back. */
  ended_at: string | null;
}

export interface MoveRow {
  school_id: string;
  id: string;
  draft_id: string;
  place: number;
  action: string;
  from_state: string;
  to_state: string;
  note: string;
  moved_at: string;
  moved_by: string;
}

export interface CommentRow {
  school_id: string;
  id: string;
  draft_id: string;
  clause_id: string | null;
  of_group: string;
  /** Who made it, of staff and governors; null for what the office recorded. */
  person_id: string | null;
  words: string;
  made_at: string;
  recorded_by: string;
  answered_at: string | null;
  answered_by: string | null;
  outcome: string | null;
  answer: string | null;
}

interface AcknowledgementRow {
  school_id: string;
  id: string;
  pack_id: string;
  person_id: string;
  acknowledged_at: string;
}

interface ReminderRow {
  school_id: string;
  id: string;
  pack_id: string;
  person_id: string;
  reminded_at: string;
  reminded_by: string;
}

/** What somebody wrote in a consultation may be about somebody: sealed, as is the answer. All else becomes a public document. */
export const documentTables = tables<{
  policy_draft: DraftRow;
  policy_draft_change: ChangeRow;
  policy_draft_move: MoveRow;
  policy_comment: CommentRow;
  policy_acknowledgement: AcknowledgementRow;
  policy_reminder: ReminderRow;
}>(
  { sealed: { policy_comment: ['words', 'answer'] } },
  'policy_draft',
  'policy_draft_change',
  'policy_draft_move',
  'policy_comment',
  'policy_acknowledgement',
  'policy_reminder',
);
