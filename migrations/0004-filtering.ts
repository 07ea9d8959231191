import type { Migration } from '../src/platform/db/migrations.ts';

/** What the filter obeys, as records: stops, host rules, change requests, credentials, network, lists, and who signed in at the gate. */
export const migration: Migration = {
  name: '0004-filtering',
  statements: [
    `create table filter_site (school_id text primary key, epoch integer not null, set_up_at text not null)`,

    `create table internet_stop (
      school_id text not null, id text primary key, person_id text not null, kind text not null, from_at text not null,
      until_at text, clause text, source_kind text not null, source_id text, recorded_at text not null)`,
    `create index internet_stop_person on internet_stop (school_id, person_id, from_at)`,
    `create index internet_stop_until on internet_stop (school_id, until_at)`,

    `create table filter_rule (
      school_id text not null, id text primary key, verdict text not null, hosts text not null, profiles text,
      reason text not null, clause text, from_at text not null, until_at text, emergency integer not null,
      asked_by text, decided_by text not null, decided_at text not null, signed_by text, signed_at text,
      request_id text, ended_by text, ended_at text, obeyed_at text)`,
    `create index filter_rule_until on filter_rule (school_id, until_at)`,
    `create index filter_rule_decided on filter_rule (school_id, decided_at)`,
    `create index filter_rule_unsigned on filter_rule (school_id, emergency, signed_at, decided_at)`,

    `create table filter_request (
      school_id text not null, id text primary key, wants text not null, host text not null, category text, profiles text,
      until_at text, reason text not null, came_from text not null, event_key text, asked_by text, asked_at text not null,
      state text not null, decided_by text, decided_at text, decision_reason text, actioned_at text, review_on text,
      rule_id text)`,
    `create unique index filter_request_event on filter_request (school_id, event_key)`,
    `create index filter_request_state on filter_request (school_id, state, asked_at)`,
    `create index filter_request_asked_by on filter_request (school_id, asked_by, asked_at)`,

    `create table network_credential (
      school_id text not null, id text primary key, person_id text not null, name text not null, secret_sha256 text not null,
      issued_by text not null, issued_at text not null, revoked_by text, revoked_at text)`,
    `create unique index network_credential_name on network_credential (school_id, name)`,
    `create index network_credential_person on network_credential (school_id, person_id, issued_at)`,

    `create table filter_network (
      school_id text primary key, connect_ports text not null, own_servers text not null, network_profile text,
      version integer not null, changed_by text not null, changed_at text not null)`,

    `create table filter_list_switch (
      school_id text not null, category text not null, is_on integer not null, changed_by text not null, changed_at text not null,
      primary key (school_id, category))`,
    `create table filter_own_list (
      school_id text not null, id text primary key, name text not null, category text not null, names text not null,
      name_count integer not null, version integer not null, held_names text, held_count integer, held_why text,
      changed_by text not null, changed_at text not null, removed_at text)`,
    `create index filter_own_list_school on filter_own_list (school_id, removed_at)`,

    `create table gate_session (
      school_id text not null, id text primary key, person_id text not null, address text not null, nonce text not null,
      started_at text not null, ends_at text not null)`,
    `create unique index gate_session_nonce on gate_session (school_id, nonce)`,
    `create index gate_session_ends on gate_session (school_id, ends_at)`,
  ],
};
