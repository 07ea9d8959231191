import { tables } from '../../platform/db/scoped-tables.ts';

/** The rows of migrations/0017-registers.ts. Instants and days are ISO 8601 text. */

export interface EntryRow {
  school_id: string;
  id: string;
  register: string;
  /** Counts from 1 in each register; what people call an entry by. */
  number: number;
  version: number;
  state: string;
  /** The day it is about: its place in the list. */
  about_day: string;
  due_day: string | null;
  /** The day from which it is kept so many years; null while that day is not known. */
  counts_from: string | null;
  /** How lists name it; '' in a restricted register. */
  title: string;
  /** All plain words, as `searchText` makes them. */
  search: string;
  /** What filters ask for: `|kind=laptop|holder=<id>|`. */
  facets: string;
  /** How many of the columns that clauses name, and every entry has to have, are empty. */
  gaps: number;
  /** JSON of the fields that are not sealed. */
  plain_values: string;
  /** JSON of the sealed fields. */
  sealed_values: string | null;
  /** The import it came in by. It counts once that is done. */
  import_id: string | null;
  added_by: string;
  added_at: string;
  decided_by: string | null;
  decided_at: string | null;
  closed_at: string | null;
  changed_at: string;
}

export interface ChangeRow {
  school_id: string;
  id: string;
  entry_id: string;
  /** The version that this change made. */
  version: number;
  kind: string;
  at: string;
  by_id: string;
  from_state: string;
  to_state: string;
  words: string;
  /** JSON of the fields that changed, as they stood before; null for one that was empty. */
  before_values: string;
}

export interface OwnRow {
  school_id: string;
  id: string;
  code: string;
  version: number;
  /** JSON of a RegisterShape. */
  shape: string;
  made_by: string;
  made_at: string;
}

export interface FileRow {
  school_id: string;
  id: string;
  entry_id: string;
  name: string;
  content: string;
  kind: string;
  bytes: number;
  added_by: string;
  added_at: string;
}

export interface ImportRow {
  school_id: string;
  id: string;
  register: string;
  /** The file's name in the store. */
  content: string;
  /** `running`, or `done`. */
  state: string;
  row_count: number;
  done_count: number;
  asked_by: string;
  asked_at: string;
  ended_at: string | null;
}

export interface RegisterTables {
  register_entry: EntryRow;
  register_change: ChangeRow;
  register_own: OwnRow;
  register_file: FileRow;
  register_import: ImportRow;
}

/** The registers' tables; nobody else reads or writes them. */
export const registerTables = tables<RegisterTables>(
  {
    sealed: {
      register_entry: ['sealed_values'],
      register_change: ['words', 'before_values'],
      register_file: ['name'],
    },
  },
  'register_entry',
  'register_change',
  'register_own',
  'register_file',
  'register_import',
);

/** Where the rows name files: what stands there is not swept away. */
export const registerFileColumns = [
  { table: 'register_file', column: 'content' },
  { table: 'register_import', column: 'content' },
] as const;
