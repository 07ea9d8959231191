import { tables } from '../../../platform/db/scoped-tables.ts';

/** The rows of requests for a copy, as migration 0021 makes them. Instants and days are ISO 8601 text. */

export interface RequestRow {
  school_id: string;
  id: string;
  number: number;
  version: number;
  state: string;
  person_id: string;
  asked_as: string;
  asker: string;
  identity_check: string;
  received_on: string;
  due_on: string;
  extended_on: string | null;
  wants: string;
  made_by: string;
  made_at: string;
  gathered_at: string | null;
  signed_by: string | null;
  signed_at: string | null;
  copy_hash: string | null;
  given_on: string | null;
  closed_at: string | null;
}

export interface StepRow {
  school_id: string;
  id: string;
  request_id: string;
  version: number;
  at: string;
  by_id: string;
  kind: string;
  words: string;
}

export interface PieceRow {
  school_id: string;
  id: string;
  request_id: string;
  module: string;
  piece_key: string;
  about_day: string;
  /** `preparers`, or roles with commas between. */
  readers: string;
  /** Ids with commas between. */
  not_for: string;
  title: string;
  /** Lines as they are held; emptied when the copy was given out, and when it is held no longer. */
  original: string;
  /** `undecided`, `give`, `withhold`; `signed` when a part of its own was; `gone` when it was met no more on gathering again. */
  decision: string;
  exemption: string | null;
  reason: string;
  /** What was given, with what was left out left out; '' until it is signed. */
  given: string;
  decided_by: string | null;
  decided_at: string | null;
  version: number;
}

export interface WordRow {
  school_id: string;
  id: string;
  request_id: string;
  words: string;
  stands_for: string;
  added_by: string;
  added_at: string;
  ended_at: string | null;
}

export const subjectTables = tables<{
  subject_request: RequestRow;
  subject_step: StepRow;
  subject_piece: PieceRow;
  subject_word: WordRow;
}>(
  {
    sealed: {
      subject_request: ['asker', 'identity_check', 'wants'],
      subject_step: ['words'],
      subject_piece: ['original', 'reason', 'given'],
      subject_word: ['words'],
    },
  },
  'subject_request',
  'subject_step',
  'subject_piece',
  'subject_word',
);
