/** The rows of migrations/0006-incidents.ts. Instants and days are ISO 8601 text. */

export interface IncidentRow {
  school_id: string;
  id: string;
  number: number;
  version: number;
  state: string;
  branch: string | null;
  sphere: string;
  received_by: string;
  reported_at: string;
  reporter_kind: string;
  reporter: string;
  source: string;
  source_id: string | null;
  danger: string;
  happened_on: string;
  happened_time: string | null;
  site: string;
  place: string;
  linked_because: string;
  system: string;
  device: string;
  category: string;
  risk: string | null;
  intent: string | null;
  clause: string | null;
  /** Codes of year groups of the pupils in it when they were named, joined by commas. */
  year_groups: string;
  details: string;
  assigned_to: string | null;
  named_deputy: string | null;
  support: string | null;
  parents: string | null;
  parents_at: string | null;
  sanctioned: string | null;
  reviewed_at: string | null;
  confirmed_by: string | null;
  closed_at: string | null;
}

export interface PersonRow {
  school_id: string;
  id: string;
  incident_id: string;
  /** Null while a typed name is not yet matched, and for somebody the school does not know. */
  person_id: string | null;
  typed_name: string;
  part: string;
  year_group: string | null;
  added_at: string;
  withdrawn_at: string | null;
}

export interface EntryRow {
  school_id: string;
  id: string;
  incident_id: string;
  version: number;
  kind: string;
  at: string;
  author_kind: string;
  author: string;
  words: string;
  facts: string;
  from_state: string;
  to_state: string;
  corrects: string | null;
}

export interface SanctionRow {
  school_id: string;
  id: string;
  incident_id: string;
  entry_id: string;
  person_id: string;
  code: string;
  from_at: string | null;
  until_at: string | null;
  clause: string | null;
  /** The filter's stop, when the sanction is one that the filter carries out. */
  stop_id: string | null;
  given_by: string;
  given_at: string;
  ended_at: string | null;
}

export interface TaskRow {
  school_id: string;
  id: string;
  incident_id: string;
  person_id: string;
  words: string;
  asked_by: string;
  asked_at: string;
  done_at: string | null;
  done_words: string;
}

/** A file added to a case. Its content lies in the file store, sealed; the row is never changed. */
export interface FileRow {
  school_id: string;
  id: string;
  incident_id: string;
  /** What the file was called. */
  name: string;
  /** The file's name in the store: it tells nothing of what is in it. */
  content: string;
  /** A code of platform/files/file-kinds.ts. */
  kind: string;
  bytes: number;
  added_by: string;
  added_at: string;
}

export interface SignOffRow {
  school_id: string;
  id: string;
  term: string;
  view_kind: string;
  view_hash: string;
  row_count: number;
  signed_by: string;
  signed_as: string;
  signed_at: string;
}

export interface IncidentTables {
  incident: IncidentRow;
  incident_person: PersonRow;
  incident_entry: EntryRow;
  incident_sanction: SanctionRow;
  incident_task: TaskRow;
  incident_file: FileRow;
  incident_sign_off: SignOffRow;
}
