import { z } from 'zod';

import { verifyChain } from '../../platform/audit/chain.ts';
import type { Telling } from './telling.ts';
import type { Told } from './tell-story.ts';

/** How the rows of a table must stand in the trail: one for each of these events, or as many as a figure in their payload says. */
interface Account {
  readonly events: readonly string[];
  readonly figure?: string;
}

/** Every table that the story fills, with its account. A table with rows that is not here is a row nobody accounts for. */
const accounts: Readonly<Record<string, Account | 'with its record' | 'machinery'>> = {
  school: { events: ['school-added'] },
  site: { events: ['school-added'] },
  person: { events: ['person-added'] },
  // A cover is a role for its days.
  person_role: { events: ['role-given', 'cover-named'] },
  post_cover: { events: ['cover-named'] },
  backup_key: { events: ['backup-key-made'] },
  // Each log-in of the story has its password set once.
  account: { events: ['password-set'] },
  school_class: { events: ['class-added'] },
  class_member: 'with its record',
  guardian: 'with its record',
  roster_draft: { events: ['roster-brought'] },
  roster_import: { events: ['roster-imported'] },
  roster_step: 'with its record',
  post_holder: { events: ['post-given'] },
  policy_pack: { events: ['policy-loaded'] },
  policy_clause: { events: ['policy-loaded'], figure: 'clauses' },
  policy_setting: { events: ['policy-loaded'], figure: 'settings' },
  authenticator: { events: ['authenticator-enrolled'] },
  recovery_codes: { events: ['recovery-codes-made'] },
  policy_review: { events: ['policy-review-recorded'] },
  filter_site: { events: ['filter-site-set-up'] },
  filter_request: { events: ['filter-change-asked'] },
  filter_rule: { events: ['filter-change-approved', 'site-blocked-in-emergency'] },
  internet_stop: { events: ['internet-stopped'] },
  network_credential: { events: ['network-credential-issued'] },
  gate_session: { events: ['signed-in-at-gate'] },
  alert: { events: ['alert-raised'] },
  alert_event: 'with its record',
  monitoring_review: { events: ['week-reviewed'] },
  incident: { events: ['incident-reported'] },
  incident_entry: { events: ['incident-reported', 'incident-step-taken'] },
  incident_person: { events: ['incident-reported'], figure: 'people' },
  incident_file: { events: ['incident-file-added'] },
  incident_sanction: { events: ['incident-sanction-given'] },
  policy_contradiction: 'with its record',
  policy_draft: { events: ['policy-draft-begun', 'policy-draft-opened-by-setting'] },
  policy_draft_change: 'with its record',
  policy_draft_move: { events: ['policy-draft-moved'] },
  policy_comment: { events: ['policy-comment-made'] },
  policy_reminder: { events: ['policy-staff-reminded'], figure: 'people' },
  register_own: { events: ['register-made', 'register-changed'] },
  register_entry: { events: ['register-entry-added'] },
  register_change: { events: ['register-entry-decided', 'register-entry-closed'] },
  policy_acknowledgement: { events: ['policy-acknowledged'] },
  policy_check: { events: ['policy-standing-checked'] },
  duty_beginning: { events: ['duties-begun'] },
  duty_occurrence: 'with its record',
  duty_change: 'with its record',
  duty_reminder: 'with its record',
  school_term: 'with its record',
  filtering_review: { events: ['filtering-review-opened'] },
  filtering_review_cause: 'with its record',
  filtering_review_part: 'with its record',
  filtering_review_decision: 'with its record',
  filtering_review_action: 'with its record',
  filtering_review_signature: { events: ['filtering-review-signed'] },
  filtering_review_move: { events: ['filtering-review-moved'] },
  retention_kept: { events: ['record-kept-longer'] },
  hold_reason: { events: ['legal-hold-placed'] },
  subject_request: { events: ['subject-request-recorded'] },
  subject_step: { events: ['subject-request-step'] },
  // The trail counts of them what whoever gathered may know.
  subject_piece: 'with its record',
  // Counted against the spool itself, below.
  filter_event: 'machinery',
  intake_position: 'machinery',
  intake_writer: 'machinery',
};

/**
 * Checks that the story came about as records do: the audit chain holds, the rows of every table stand in it, and everything that went into
 * the spool was taken in once and followed up. Throws with what is wrong. Gives the number of rows of the chain.
 */
export async function verifyStory(telling: Telling, told: Told): Promise<number> {
  const { whole, school } = telling;
  const db = whole.store.reading;
  const wrong: string[] = [];
  const report = await verifyChain(db, school);
  if (!report.ok) wrong.push(report.problem);
  const trail = await figuresOfTrail(telling);
  const rowsOf = async (table: string): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((is) => is.fn.countAll<number | string>().as('rows'))
      .executeTakeFirst();
    return Number(row?.rows ?? 0);
  };

  for (const table of whole.modules.flatMap((module) => module.tables)) {
    const rows = await rowsOf(table);
    const account = accounts[table];
    if (account === undefined) {
      if (rows > 0)
        wrong.push(`${table} has ${String(rows)} rows that nobody accounts for: verify-story.ts must say how`);
    } else if (typeof account !== 'string') {
      const told = account.events.reduce((sum, event) => sum + (trail.get(`${event} ${account.figure ?? ''}`) ?? 0), 0);
      if (rows !== told) wrong.push(`${table} has ${String(rows)} rows, the trail tells of ${String(told)}`);
    }
  }
  const taken = await rowsOf('filter_event');
  if (taken !== told.events)
    wrong.push(`the spool held ${String(told.events)} events, of which ${String(taken)} are in`);
  if ((await rowsOf('spool_gap')) > 0) wrong.push('there are gaps in what the filter reported');
  const waiting = await db
    .selectFrom('filter_event')
    .select('id')
    .where('follow_up', 'is not', null)
    .where('followed_at', 'is', null)
    .execute();
  if (waiting.length > 0) wrong.push(`${String(waiting.length)} events wait to be followed up`);
  if (wrong.length > 0) throw new Error(`the demonstration did not come out right: ${wrong.join('; ')}`);
  return report.rows;
}

const payload = z.record(z.string(), z.unknown());

/** By "event " how often it is in the trail, and by "event figure" the sum of that figure in its payload. */
async function figuresOfTrail({ whole, school }: Telling): Promise<ReadonlyMap<string, number>> {
  const rows = await whole.store.reading
    .selectFrom('audit_event')
    .select(['event', 'data'])
    .where('school_id', '=', school)
    .execute();
  const figures = new Map<string, number>();
  const add = (key: string, count: number): void => {
    figures.set(key, (figures.get(key) ?? 0) + count);
  };
  for (const row of rows) {
    const event = String(row['event']);
    add(`${event} `, 1);
    for (const [figure, value] of Object.entries(payload.parse(JSON.parse(String(row['data']))))) {
      if (typeof value === 'number') add(`${event} ${figure}`, value);
    }
  }
  return figures;
}
