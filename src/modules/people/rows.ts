import { tables } from '../../platform/db/scoped-tables.ts';

/** The tables of the people module, as migration 0002 makes them. `until_day` is the first day that no longer counts. */
export interface PeopleTables {
  person: {
    readonly id: string;
    readonly school_id: string;
    readonly kind: string;
    readonly given_name: string;
    readonly family_name: string;
    readonly display_name: string;
    readonly sort_name: string;
    readonly email: string | null;
    readonly year_group: string | null;
    readonly sourced_id: string | null;
    readonly left_on: string | null;
    readonly created_at: string;
    readonly version: number;
  };
  person_role: {
    readonly id: string;
    readonly school_id: string;
    readonly person_id: string;
    readonly role: string;
    readonly from_day: string;
    readonly until_day: string | null;
  };
  school_class: {
    readonly id: string;
    readonly school_id: string;
    readonly name: string;
    readonly year_group: string | null;
    readonly sourced_id: string | null;
    readonly ended_on: string | null;
    readonly version: number;
  };
  class_member: {
    readonly id: string;
    readonly school_id: string;
    readonly class_id: string;
    readonly person_id: string;
    readonly part: string;
    readonly from_day: string;
    readonly until_day: string | null;
  };
  guardian: {
    readonly id: string;
    readonly school_id: string;
    readonly contact_id: string;
    readonly pupil_id: string;
    readonly relation: string;
    readonly from_day: string;
    readonly until_day: string | null;
  };
  account: {
    readonly person_id: string;
    readonly school_id: string;
    readonly login_name: string;
    readonly password_hash: string | null;
    readonly password_set_at: string | null;
    readonly closed_at: string | null;
    readonly version: number;
  };
  roster_import: {
    readonly id: string;
    readonly school_id: string;
    readonly at: string;
    readonly fingerprint: string;
    readonly joiners: number;
    readonly movers: number;
    readonly leavers: number;
    readonly refusals: number;
  };
  roster_draft: {
    readonly id: string;
    readonly school_id: string;
    /** Who brought it; the name of the machine part when it was no person. */
    readonly person_id: string;
    readonly at: string;
    /** 'open' until it is imported or another takes its place; then `files` is emptied. */
    readonly state: string;
    readonly files: string;
  };
}

/** The module's typed way to its tables. */
export const owned = tables<PeopleTables>(
  { sealed: { person: ['email'], roster_draft: ['files'] } },
  'person',
  'person_role',
  'school_class',
  'class_member',
  'guardian',
  'account',
  'roster_import',
  'roster_draft',
);
