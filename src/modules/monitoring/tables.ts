import { tables } from '../../platform/db/scoped-tables.ts';

/** The tables this module owns, as rows. Instants are UTC text with milliseconds (`stamp`). */

/** One event of the filter. Machinery: only intake adds rows; a follow-up notes itself in its own command's transaction. */
export interface EventRow {
  school_id: string;
  id: string;
  filter_id: string;
  boot_id: string;
  worker: number;
  seq: number;
  type: string;
  at: string;
  taken_in_at: string;
  /** Null when nobody was known. */
  person_id: string | null;
  known_by: string;
  address: string;
  profile: string;
  ruleset: string;
  /** The site; '' where there is none. */
  host: string;
  port: number | null;
  scheme: string | null;
  tier: number | null;
  rule: string | null;
  list: string | null;
  clause: string | null;
  url: string;
  /** How many visits in that minute; 1 for everything but allowed visits. */
  visits: number;
  /** What a member of staff wrote on the block page; '' where nothing was. */
  words: string;
  /** What has to come of it: `alert`, `request`, or nothing. */
  follow_up: string | null;
  followed_at: string | null;
}

export interface PositionRow {
  school_id: string;
  file: string;
  position: number;
}

/** How far each writer's sequence has been seen. */
export interface WriterRow {
  school_id: string;
  filter_id: string;
  boot_id: string;
  worker: number;
  last_seq: number;
  /** Damaged lines of this writer that no hole in the sequence has accounted for yet. */
  damaged: number;
}

export interface GapRow {
  school_id: string;
  id: string;
  gap_key: string;
  kind: string;
  events: number;
  since: string | null;
  noticed_at: string;
  file: string;
  line: number | null;
}

export interface AlertRow {
  school_id: string;
  id: string;
  /** A person's id, or `address:` and the address while nobody is known. */
  subject_key: string;
  person_id: string | null;
  address: string;
  kind: string;
  severity: string;
  /** Lower comes first. */
  rank: number;
  state: string;
  events: number;
  first_at: string;
  last_at: string;
  raised_at: string;
  mailed_at: string | null;
  closed_at: string | null;
  closed_by: string | null;
  closing_reason: string | null;
  closing_words: string | null;
  incident_id: string | null;
  version: number;
}

export interface AlertEventRow {
  school_id: string;
  event_id: string;
  alert_id: string;
  at: string;
}

export interface ReviewRow {
  school_id: string;
  id: string;
  from_at: string;
  until_at: string;
  reviewed_by: string;
  reviewed_at: string;
  findings: string;
  words: string;
}

export const owned = tables<{
  filter_event: EventRow;
  intake_position: PositionRow;
  intake_writer: WriterRow;
  spool_gap: GapRow;
  alert: AlertRow;
  alert_event: AlertEventRow;
  monitoring_review: ReviewRow;
}>(
  { sealed: { filter_event: ['words'], alert: ['closing_words'], monitoring_review: ['words'] } },
  'filter_event',
  'intake_position',
  'intake_writer',
  'spool_gap',
  'alert',
  'alert_event',
  'monitoring_review',
);

/** An instant as these tables keep it: always milliseconds, so that text sorts as time does. */
export function stamp(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' });
}
