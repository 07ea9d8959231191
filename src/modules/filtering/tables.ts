import { tables } from '../../platform/db/scoped-tables.ts';

/** The tables this module owns, as rows. Instants are UTC text with milliseconds (`stamp`), lists are JSON. */

export interface SiteRow {
  school_id: string;
  epoch: number;
  set_up_at: string;
}

export interface StopRow {
  school_id: string;
  id: string;
  person_id: string;
  kind: string;
  from_at: string;
  until_at: string | null;
  clause: string | null;
  source_kind: string;
  source_id: string | null;
  recorded_at: string;
}

export interface RuleRow {
  school_id: string;
  id: string;
  verdict: string;
  hosts: string;
  profiles: string | null;
  reason: string;
  clause: string | null;
  from_at: string;
  until_at: string | null;
  emergency: number;
  asked_by: string | null;
  decided_by: string;
  decided_at: string;
  signed_by: string | null;
  signed_at: string | null;
  request_id: string | null;
  ended_by: string | null;
  ended_at: string | null;
  obeyed_at: string | null;
}

export interface RequestRow {
  school_id: string;
  id: string;
  wants: string;
  host: string;
  category: string | null;
  profiles: string | null;
  until_at: string | null;
  reason: string;
  came_from: string;
  event_key: string | null;
  asked_by: string | null;
  asked_at: string;
  state: string;
  decided_by: string | null;
  decided_at: string | null;
  decision_reason: string | null;
  actioned_at: string | null;
  review_on: string | null;
  rule_id: string | null;
}

export interface CredentialRow {
  school_id: string;
  id: string;
  person_id: string;
  name: string;
  secret_sha256: string;
  issued_by: string;
  issued_at: string;
  revoked_by: string | null;
  revoked_at: string | null;
}

export interface NetworkRow {
  school_id: string;
  connect_ports: string;
  own_servers: string;
  network_profile: string | null;
  version: number;
  changed_by: string;
  changed_at: string;
}

export interface ListSwitchRow {
  school_id: string;
  category: string;
  is_on: number;
  changed_by: string;
  changed_at: string;
}

export interface OwnListRow {
  school_id: string;
  id: string;
  name: string;
  category: string;
  names: string;
  name_count: number;
  version: number;
  held_names: string | null;
  held_count: number | null;
  held_why: string | null;
  changed_by: string;
  changed_at: string;
  removed_at: string | null;
}

export interface GateSessionRow {
  school_id: string;
  id: string;
  person_id: string;
  address: string;
  nonce: string;
  started_at: string;
  ends_at: string;
  /** SHA-256 of the code that makes it count at the gate; null from before there were codes. */
  confirm_hash: string | null;
}

export const filteringTables = tables<{
  filter_site: SiteRow;
  internet_stop: StopRow;
  filter_rule: RuleRow;
  filter_request: RequestRow;
  network_credential: CredentialRow;
  filter_network: NetworkRow;
  filter_list_switch: ListSwitchRow;
  filter_own_list: OwnListRow;
  gate_session: GateSessionRow;
}>(
  { sealed: { filter_rule: ['reason'], filter_request: ['reason', 'decision_reason'] } },
  'filter_site',
  'internet_stop',
  'filter_rule',
  'filter_request',
  'network_credential',
  'filter_network',
  'filter_list_switch',
  'filter_own_list',
  'gate_session',
);

/** An instant as these tables keep it: always milliseconds, so that text sorts as time does. */
export function stamp(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' });
}
