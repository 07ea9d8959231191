import { tables } from '../../../platform/db/scoped-tables.ts';

/** The tables of the second step, as migration 0010 makes them. */
export interface SecondFactorTables {
  authenticator: {
    readonly person_id: string;
    readonly school_id: string;
    /** Of the app in use, in base32; null while there is none. Sealed. */
    readonly secret: string | null;
    /** Of the app being set up: counts for nothing until a code of it was given. Sealed. */
    readonly offered: string | null;
    readonly offered_at: string | null;
    readonly enrolled_at: string | null;
    /** The newest time step of which a code was accepted: none is accepted twice (RFC 6238, 5.2). */
    readonly last_step: number;
    readonly version: number;
  };
  recovery_codes: {
    readonly person_id: string;
    readonly school_id: string;
    /** A JSON list of the SHA-256 of each code that was not used yet. Sealed. */
    readonly hashes: string;
    readonly made_at: string;
    readonly version: number;
  };
}

/** The second step's typed way to its tables. */
export const factorTables = tables<SecondFactorTables>(
  { sealed: { authenticator: ['secret', 'offered'], recovery_codes: ['hashes'] } },
  'authenticator',
  'recovery_codes',
);
