import { tables } from '../../../platform/db/scoped-tables.ts';

/** The table of resets, as migration 0011 makes it. */
export interface ResetTables {
  account_reset: {
    readonly id: string;
    readonly school_id: string;
    /** Whose way in is to be made anew. */
    readonly person_id: string;
    /** 'password', or 'both': password and second step. */
    readonly what: string;
    /** 1 where a second key holder must confirm. */
    readonly key_post: number;
    /** See `resetStates`. */
    readonly state: string;
    /** 'owner', 'person' or 'command-line'. */
    readonly asked_kind: string;
    readonly asked_by: string;
    readonly asked_at: string;
    /** 'person' (handed over) or 'mail'. */
    readonly way: string;
    /** SHA-256 of the code that whoever asked hands over; null where the link alone is enough. */
    readonly code_hash: string | null;
    readonly confirmed_by: string | null;
    readonly confirmed_at: string | null;
    /** SHA-256 of the link's secret. */
    readonly link_hash: string | null;
    readonly link_until: string | null;
    readonly ended_at: string | null;
    readonly ended_by: string | null;
    readonly version: number;
  };
}

/** The resets' typed way to their table. */
export const resetTables = tables<ResetTables>('account_reset');
