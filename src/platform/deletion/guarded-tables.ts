/*
 * What may be deleted of each table, decided for every one: `test/conformance/guarded-tables.test.ts` fails until a new table stands in one
 * of these three lists, and compares them with the triggers of the schema.
 */

/**
 * Tables whose rows are removed only by an executed deletion warrant, each with the column that a warrant names a row by. The database itself
 * refuses any other delete (triggers `<table>_no_delete`, migrations 0008, 0009, 0016, 0017 and later).
 */
export const guardedTables: Readonly<Record<string, string>> = {
  account: 'person_id',
  account_reset: 'id',
  alert: 'id',
  authenticator: 'person_id',
  backup_key: 'id',
  casework_sheet: 'id',
  class_member: 'id',
  filter_own_list: 'id',
  filter_request: 'id',
  filter_rule: 'id',
  gate_session: 'id',
  guardian: 'id',
  hold_reason: 'id',
  incident: 'id',
  incident_entry: 'id',
  incident_file: 'id',
  incident_person: 'id',
  incident_sanction: 'id',
  incident_sign_off: 'id',
  incident_task: 'id',
  internet_stop: 'id',
  mail_choice: 'person_id',
  mail_stopped: 'id',
  monitoring_review: 'id',
  network_credential: 'id',
  passkey: 'id',
  person: 'id',
  person_identity: 'person_id',
  person_role: 'id',
  policy_check: 'id',
  policy_contradiction: 'id',
  policy_pack: 'id',
  policy_review: 'id',
  policy_setting: 'id',
  post_cover: 'id',
  post_holder: 'id',
  recovery_codes: 'person_id',
  register_change: 'id',
  register_entry: 'id',
  register_file: 'id',
  register_import: 'id',
  register_own: 'id',
  retention_batch: 'id',
  retention_kept: 'id',
  retention_line: 'id',
  retention_signature: 'id',
  roster_draft: 'id',
  roster_import: 'id',
  roster_mapping: 'id',
  roster_step: 'id',
  school: 'school_id',
  school_class: 'id',
  site: 'id',
  sso_group: 'id',
  sso_group_role: 'id',
  sso_identity: 'id',
  sso_provider: 'id',
  subject_piece: 'id',
  subject_request: 'id',
  subject_step: 'id',
  subject_word: 'id',
};

/** Tables whose rows never go, by no warrant either (triggers of the same name), each with why. */
export const neverDeleted: Readonly<Record<string, string>> = {
  audit_event: 'The trail: a row that is gone breaks the chain of all that follow.',
  casework_key: 'Ids of keys: what was sealed with one can be opened only while its name is known.',
  deletion_warrant: 'What was deleted, by whose word, is asked about for longer than anything else.',
  deletion_warrant_person: 'Whom the records of a warrant are about: a legal hold on them wins.',
  deletion_warrant_row: 'Ids that a restore deletes again; they belong to a warrant that is kept.',
  legal_hold: 'A hold is released, with who and when. Removed by hand it would let a record go that must stay.',
};

/** Machinery: rows that rightfully go, or that say nothing of anybody once they are of no use. Each with why no guard stands before it. */
export const unguarded: Readonly<Record<string, string>> = {
  alert_event: 'Which visits belong to an alert: machinery of many rows; they go with the alert, which is guarded.',
  audit_head: 'One row a school, written over with each event; what it says is verified against the chain.',
  backup_run: 'Which backup files lie in a folder here: a run without its file is worth nothing.',
  deletion_secret: 'One row, made again when it is missing; then older lists of warrants are refused, which is said.',
  filter_change: 'A counter that tells the compiler of rules that there is something to do.',
  filter_event:
    'Visits: machinery of millions of rows. They go by themselves after their year, but for people under a legal hold.',
  filter_list_switch:
    'Whether a list of sites is on: a missing row means as delivered, and each switch is in the trail.',
  filter_network: 'One row of settings a school: a missing row means as delivered, and each change is in the trail.',
  filter_site: 'The epoch of the rulesets: one row a school, written over with each restore.',
  intake_position: 'How far a spool file was read; it may go with its file.',
  intake_writer:
    'The last number of each writer of the filter; it may go when that writer has not been heard for long.',
  mail_outbox: 'Messages on their way. What was sent, and that it was, is in the trail; old ones may be cleared.',
  mail_server: 'How the mail server answered lately.',
  policy_clause: 'The text of a signed policy, kept whole in its pack (guarded); these rows are made from it.',
  rate_limit: 'Counts of the last minutes; cleared by the program.',
  refusal_count: 'Counts by day, of nobody; they may be cleared.',
  schema_version: 'Which steps of the schema were taken: belongs to the database, not to the school.',
  set_up_link: 'One link that was used on the first day, as a hash.',
  spool_gap: 'Where what the filter wrote has a hole: it goes with the visits around it.',
  visit_clearing: 'One row a school: how many visits the clearing under way has removed so far.',
  web_device: 'Which browsers somebody used; cleared by the program, and by their owner.',
  web_session: 'Who is signed in; goes at signing out.',
};
