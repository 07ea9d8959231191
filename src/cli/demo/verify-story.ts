import { migrations } from '../../../migrations/index.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import type { Telling } from './telling.ts';
import type { Told } from './tell-story.ts';

/** Rows of a table, each of which must have left this event in the trail (or one of these). */
const accounts: readonly { readonly table: string; readonly events: readonly string[] }[] = [
  { table: 'school', events: ['school-added'] },
  { table: 'person', events: ['person-added'] },
  // Each log-in of the story has its password set once.
  { table: 'account', events: ['password-set'] },
  { table: 'policy_pack', events: ['policy-loaded'] },
  { table: 'policy_review', events: ['policy-review-recorded'] },
  { table: 'filter_request', events: ['filter-change-asked'] },
  { table: 'filter_rule', events: ['filter-change-approved', 'site-blocked-in-emergency'] },
  { table: 'internet_stop', events: ['internet-stopped'] },
  { table: 'network_credential', events: ['network-credential-issued'] },
  { table: 'gate_session', events: ['signed-in-at-gate'] },
  { table: 'alert', events: ['alert-raised'] },
  { table: 'monitoring_review', events: ['week-reviewed'] },
  { table: 'incident', events: ['incident-reported'] },
  { table: 'incident_sanction', events: ['incident-sanction-given'] },
];

/**
 * Checks that the story came about as records do: the audit chain holds, every record stands in it, everything that went into the spool
 * was taken in once, and nothing is there that no part of Schoolgate owns. Throws with what is wrong. Returns the number of rows of the chain.
 */
export async function verifyStory(telling: Telling, told: Told): Promise<number> {
  const { whole, school } = telling;
  const db = whole.store.reading;
  const wrong: string[] = [];
  const report = await verifyChain(db, school);
  if (!report.ok) wrong.push(report.problem);

  const count = async (table: string): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((is) => is.fn.countAll<number | string>().as('rows'))
      .where('school_id', '=', school)
      .executeTakeFirst();
    return Number(row?.rows ?? 0);
  };
  for (const { table, events } of accounts) {
    const row = await db
      .selectFrom('audit_event')
      .select((is) => is.fn.countAll<number | string>().as('rows'))
      .where('school_id', '=', school)
      .where('event', 'in', [...events])
      .executeTakeFirst();
    const [there, trail] = [await count(table), Number(row?.['rows'] ?? 0)];
    if (there !== trail) wrong.push(`${table} has ${String(there)} rows, the trail tells of ${String(trail)}`);
  }
  const taken = await count('filter_event');
  if (taken !== told.events)
    wrong.push(`the spool held ${String(told.events)} events, ${String(taken)} are in the records`);
  const gaps = await count('spool_gap');
  if (gaps > 0) wrong.push(`${String(gaps)} gaps in what the filter reported`);
  const steps = await db.selectFrom('schema_version').select('name').execute();
  if (steps.length !== migrations.length) wrong.push('the database has other steps than this version');
  if (wrong.length > 0) throw new Error(`the demonstration did not come out right: ${wrong.join('; ')}`);
  return report.rows;
}
