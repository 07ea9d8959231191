import { tables } from '../../../platform/db/scoped-tables.ts';

/** The table of passkeys, as migration 0010 makes it. */
export interface PasskeyTables {
  passkey: {
    readonly id: string;
    readonly school_id: string;
    readonly person_id: string;
    /** As the browser names it, base64url. */
    readonly credential_id: string;
    /** COSE, base64url; '' once it was removed. */
    readonly public_key: string;
    readonly counter: number;
    /** A JSON list of how the authenticator is reached: a hint for browsers. */
    readonly transports: string;
    /** As its owner calls it. */
    readonly name: string;
    /** 1 when it is kept in a password manager that copies it to other devices. */
    readonly synced: number;
    readonly made_at: string;
    readonly used_at: string | null;
    readonly removed_at: string | null;
    readonly version: number;
  };
}

/** The typed way to it. What is kept of a passkey is public by design: only the name is somebody's own words. */
export const passkeyTables = tables<PasskeyTables>({ sealed: { passkey: ['name'] } }, 'passkey');
