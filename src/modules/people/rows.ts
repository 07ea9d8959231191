import { tables } from '../../platform/db/scoped-tables.ts';

/** The tables of the people module, as migrations 0002 and 0014 to 0016 make them. `until_day` is the first day that no longer counts. */
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
    /** 1 while the password is one that another person chose: its owner changes it at the next sign-in with it. */
    readonly set_by_another: number;
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
    /** 'running', 'done', 'undoing' or 'undone'; null for those made before there was a journal. */
    readonly state: string | null;
    readonly by_kind: string | null;
    readonly by_id: string | null;
    /** The format it came in. */
    readonly source: string | null;
    /** When a step of it was last taken. */
    readonly moved_at: string | null;
    readonly steps: number | null;
  };
  /** The journal of an import: each step is one transaction, and knows how to be undone. */
  roster_step: {
    readonly id: string;
    readonly school_id: string;
    readonly import_id: string;
    readonly position: number;
    /** People and classes in it. */
    readonly size: number;
    /** 'waiting', 'done' or 'undone'; 'emptied' once a later import has begun. */
    readonly state: string;
    readonly changes: string;
    readonly undo: string;
  };
  /** What the columns of a school's own file mean, by its headings. */
  roster_mapping: {
    readonly id: string;
    readonly school_id: string;
    readonly headings: string;
    readonly mapping: string;
    readonly changed_at: string;
    readonly version: number;
  };
  person_identity: {
    readonly person_id: string;
    readonly school_id: string;
    readonly upn: string | null;
    readonly birth_date: string | null;
    readonly legal_given: string | null;
    readonly legal_family: string | null;
    readonly file_key: string | null;
    /** Keyed hashes of the two (platform/db/lookups.ts): by these they are looked up, and unique. */
    readonly upn_hash: string | null;
    readonly file_key_hash: string | null;
    readonly version: number;
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
    /** Which kind of roster it is. */
    readonly format: string | null;
    /** JSON: the meaning of its columns, who its rows are said to be, notes on how it was read. */
    readonly choices: string | null;
  };
}

/** The module's typed way to its tables. */
export const owned = tables<PeopleTables>(
  {
    sealed: {
      person: ['email'],
      person_identity: ['upn', 'birth_date', 'legal_given', 'legal_family', 'file_key'],
      roster_draft: ['files', 'choices'],
      roster_step: ['changes', 'undo'],
    },
  },
  'person',
  'person_role',
  'school_class',
  'class_member',
  'guardian',
  'account',
  'person_identity',
  'roster_import',
  'roster_step',
  'roster_mapping',
  'roster_draft',
);
