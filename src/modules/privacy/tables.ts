import { tables } from '../../platform/db/scoped-tables.ts';

/** The rows of migrations/0021-privacy.ts and 0023-privacy.ts. Instants and days are ISO 8601 text. */

/** What is to go by one warrant. `signing` while a signature is missing, then `signed`, or `dropped` when nothing of it was left. */
export interface BatchRow {
  school_id: string;
  id: string;
  class_code: string;
  state: string;
  version: number;
  begun_at: string;
  begun_by: string;
  record_count: number;
  row_count: number;
  oldest_day: string;
  newest_day: string;
  warrant_id: string | null;
  approved_at: string | null;
  /** How many of the records the warrant names: fewer where some were taken out between two signatures. */
  approved_records: number | null;
}

export interface LineRow {
  school_id: string;
  id: string;
  batch_id: string;
  table_name: string;
  row_id: string;
  due_on: string;
  /** `listed`, then `warranted` or `left-out`. */
  outcome: string;
}

export interface SignatureRow {
  school_id: string;
  id: string;
  batch_id: string;
  /** Which of the groups that have to sign. */
  place: number;
  by_id: string;
  at: string;
}

/** A record that signers took out of the list, until a day. */
export interface KeptRow {
  school_id: string;
  id: string;
  class_code: string;
  table_name: string;
  row_id: string;
  until_day: string;
  reason: string;
  kept_by: string;
  kept_at: string;
}

/** Why a legal hold stands; its id is the hold's. */
export interface HoldReasonRow {
  school_id: string;
  id: string;
  /** `person` or `record`. */
  about: string;
  what: string;
  reason: string;
  review_on: string;
  /** The class of the record; '' for a person. */
  class_code: string;
  /** Whom it is about, as it was when it was laid: ids with commas between; null where nobody knows. */
  people: string | null;
}

export const retentionTables = tables<{
  retention_batch: BatchRow;
  retention_line: LineRow;
  retention_signature: SignatureRow;
  retention_kept: KeptRow;
  hold_reason: HoldReasonRow;
}>(
  { sealed: { retention_kept: ['reason'], hold_reason: ['reason'] } },
  'retention_batch',
  'retention_line',
  'retention_signature',
  'retention_kept',
  'hold_reason',
);

/** Warrants and holds are machinery (platform/deletion/warrants.ts writes them); here they are read. */
export const deletionTables = tables<{
  deletion_warrant: {
    school_id: string;
    id: string;
    state: string;
    reason: string;
    approved_by: string;
    approved_at: string;
    executed_at: string | null;
  };
  deletion_warrant_row: {
    school_id: string;
    warrant_id: string;
    table_name: string;
    row_id: string;
    kept_back: number;
  };
  deletion_warrant_person: { school_id: string; warrant_id: string; person_id: string; kept_back: number };
  legal_hold: {
    school_id: string;
    id: string;
    table_name: string;
    row_id: string;
    placed_by: string;
    placed_at: string;
    released_by: string | null;
    released_at: string | null;
  };
}>('deletion_warrant', 'deletion_warrant_row', 'deletion_warrant_person', 'legal_hold');
