import { tables } from '../../../platform/db/scoped-tables.ts';

/** The tables of sign-in with Google or Microsoft, as migration 0011 makes them. */
export interface SsoTables {
  sso_provider: {
    readonly id: string;
    readonly school_id: string;
    /** 'google' or 'microsoft'; one row of each at most. */
    readonly kind: string;
    readonly client_id: string;
    /** The client secret. Sealed. */
    readonly secret: string;
    readonly domain: string;
    readonly tenant: string;
    /** 'on' or 'off'. Each change turns it off: somebody else looks before it counts again. */
    readonly state: string;
    readonly changed_by: string;
    readonly changed_at: string;
    readonly version: number;
  };
  /** A group at the provider that gives a role here, once the headteacher has confirmed it. */
  sso_group: {
    readonly id: string;
    readonly school_id: string;
    readonly kind: string;
    readonly group_ref: string;
    readonly role: string;
    readonly added_by: string;
    readonly added_at: string;
    readonly confirmed_by: string | null;
    readonly confirmed_at: string | null;
    readonly ended_at: string | null;
    readonly version: number;
  };
  /** A role that somebody holds because of a group. */
  sso_group_role: {
    readonly id: string;
    readonly school_id: string;
    readonly person_id: string;
    readonly group_id: string;
    readonly role: string;
    readonly role_period: string;
    readonly given_at: string;
    readonly ended_at: string | null;
  };
  /** Whose account at the provider is whose here. */
  sso_identity: {
    readonly id: string;
    readonly school_id: string;
    readonly person_id: string;
    readonly kind: string;
    readonly issuer: string;
    readonly subject: string;
    readonly bound_at: string;
    readonly ended_at: string | null;
  };
}

/** Single sign-on's typed way to its tables. */
export const ssoTables = tables<SsoTables>(
  { sealed: { sso_provider: ['secret'] } },
  'sso_provider',
  'sso_group',
  'sso_group_role',
  'sso_identity',
);
