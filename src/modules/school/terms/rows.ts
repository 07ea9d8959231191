import { tables } from '../../../platform/db/scoped-tables.ts';

/** A row of migrations/0018-duties.ts. Days are ISO 8601 text. */
export interface TermRow {
  school_id: string;
  id: string;
  /** The calendar year in which the school year begins: 2026 for 2026 to 2027. */
  school_year: number;
  /** `autumn`, `spring` or `summer`. */
  name: string;
  from_day: string;
  to_day: string;
  /** First and last day of the half-term holiday. */
  break_from: string;
  break_to: string;
  version: number;
  entered_by: string;
  entered_at: string;
}

/** The table of term dates; nobody else reads or writes it. */
export const termTables = tables<{ school_term: TermRow }>('school_term');
