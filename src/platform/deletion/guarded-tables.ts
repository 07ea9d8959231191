/**
 * Tables whose rows are removed only by an executed deletion warrant, each with the column that a warrant names a row by. The database itself
 * refuses any other delete (triggers `<table>_no_delete`, migration 0008 and later); a conformance test compares this list with them.
 */
export const guardedTables: Readonly<Record<string, string>> = {
  account: 'person_id',
  alert: 'id',
  class_member: 'id',
  filter_own_list: 'id',
  filter_request: 'id',
  filter_rule: 'id',
  gate_session: 'id',
  guardian: 'id',
  incident: 'id',
  incident_entry: 'id',
  incident_file: 'id',
  incident_person: 'id',
  incident_sanction: 'id',
  incident_sign_off: 'id',
  incident_task: 'id',
  internet_stop: 'id',
  monitoring_review: 'id',
  network_credential: 'id',
  person: 'id',
  person_role: 'id',
  policy_pack: 'id',
  policy_review: 'id',
  policy_setting: 'id',
  roster_draft: 'id',
  roster_import: 'id',
  school_class: 'id',
};
