import { tables } from '../../platform/db/scoped-tables.ts';

/** The rows of migrations/0018-duties.ts. Instants and days are ISO 8601 text. */

/** From which day on duties fall due: the day on which Schoolgate first looked after this school's. */
export interface BeginningRow {
  school_id: string;
  on_day: string;
  noted_at: string;
}

/** What a school set differently for a duty. The row with the highest version counts; null leaves it as it is delivered. */
export interface SettingRow {
  school_id: string;
  id: string;
  duty: string;
  version: number;
  period: string | null;
  owner: string | null;
  /** 0 where the duty does not apply in this school. */
  applies: number;
  reason: string;
  set_by: string;
  set_at: string;
}

/** One time that a duty fell due. */
export interface OccurrenceRow {
  school_id: string;
  id: string;
  duty: string;
  period: string;
  /** What makes it the only one for its period: `2026-autumn-1`. */
  period_key: string;
  /** The days that count for it. */
  from_day: string;
  to_day: string;
  due_day: string;
  /** `open`, `done`, `waived` or `not-applicable`; late and overdue follow from the days. */
  state: string;
  version: number;
  /** Who has been told of it so far: see reminders.ts. */
  stage: number;
  made_at: string;
  closed_at: string | null;
  /** The day on which it was done, as whoever did it says. */
  done_day: string | null;
  days_late: number | null;
  /** How it was shown: `words`, `file`, `register`, `measured`. */
  way: string | null;
  /** What shows it: a register's code and number, the code of a measure. */
  evidence: string | null;
  /** What a measure found, in words of the program. */
  figure: string | null;
  closed_by: string | null;
}

/** What happened to an occurrence; only added to. */
export interface ChangeRow {
  school_id: string;
  id: string;
  occurrence_id: string;
  version: number;
  /** `done`, `waived`, `reopened`, `not-applicable`. */
  kind: string;
  at: string;
  by_id: string;
  words: string;
  /** JSON of coded facts. */
  facts: string;
}

export interface FileRow {
  school_id: string;
  id: string;
  occurrence_id: string;
  name: string;
  content: string;
  kind: string;
  bytes: number;
  added_by: string;
  added_at: string;
}

/** A person's calendar address. The address itself is nowhere; the newest row without an end is in use. */
export interface FeedRow {
  school_id: string;
  id: string;
  person_id: string;
  token_hash: string;
  made_at: string;
  ended_at: string | null;
  ended_by: string | null;
}

/** The tables of duties; nobody else reads or writes them. */
export const dutyTables = tables<{
  duty_beginning: BeginningRow;
  duty_setting: SettingRow;
  duty_occurrence: OccurrenceRow;
  duty_change: ChangeRow;
  duty_file: FileRow;
  duty_feed: FeedRow;
}>(
  { sealed: { duty_setting: ['reason'], duty_change: ['words'], duty_file: ['name'] } },
  'duty_beginning',
  'duty_setting',
  'duty_occurrence',
  'duty_change',
  'duty_file',
  'duty_feed',
);

/** Where the rows name files: what stands there is not swept away. */
export const dutyFileColumn = { table: 'duty_file', column: 'content' } as const;
