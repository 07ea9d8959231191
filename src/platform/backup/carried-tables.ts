/**
 * Which tables a backup carries. Everything, except what must not live on elsewhere: each of those with its reason.
 * A table that stands in neither list is carried all the same (nothing is lost by forgetting), and the conformance test
 * `test/conformance/backup-tables.test.ts` fails until somebody has decided.
 */

/** Tables that stay behind, each with why. */
export const leftBehind: Readonly<Record<string, string>> = {
  schema_version: 'The restoring program makes the schema itself; the manifest holds the names and checksums.',
  web_session: 'Nobody is signed in after a restore: a stolen backup must not hold a way in.',
  rate_limit: 'Counts of the last minutes and hours; they mean nothing later.',
  refusal_count: 'Counts of refusals without sign-in, by day: for watching the machine, not a record.',
  backup_run: 'It says which backup files lie in a folder of the old machine.',
};

/** Tables of this version that a backup carries. */
export const carried: readonly string[] = [
  'account',
  'alert',
  'alert_event',
  'audit_event',
  'audit_head',
  'backup_key',
  'class_member',
  'deletion_secret',
  'deletion_warrant',
  'deletion_warrant_row',
  'filter_change',
  'filter_event',
  'filter_list_switch',
  'filter_network',
  'filter_own_list',
  'filter_request',
  'filter_rule',
  'filter_site',
  'gate_session',
  'guardian',
  'incident',
  'incident_entry',
  'incident_person',
  'incident_sanction',
  'incident_sign_off',
  'incident_task',
  'intake_position',
  'intake_writer',
  'internet_stop',
  'legal_hold',
  'mail_outbox',
  'monitoring_review',
  'network_credential',
  'person',
  'person_role',
  'policy_clause',
  'policy_pack',
  'policy_review',
  'policy_setting',
  'roster_draft',
  'roster_import',
  'school',
  'school_class',
  'set_up_link',
  'site',
  'spool_gap',
];
