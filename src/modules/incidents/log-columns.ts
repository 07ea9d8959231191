import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { disarm } from '../../platform/views/csv.ts';
import { formatClock, formatDate, formatDateTime } from '../../platform/views/format.ts';
import { namesOf } from '../people/index.ts';
import { yearGroupOf } from '../school/index.ts';
import type { Incident, Involved } from './incident.ts';
import { incidentTables } from './store.ts';
import { stateWords } from './workflow-words.ts';
import {
  bodies,
  branches,
  categories,
  intents,
  parentAnswers,
  parts,
  reactions,
  referralOutcomes,
  risks,
  sanctions,
  sites,
  systems,
} from './words.ts';

/** The columns of the log: the six that the policy names (s1-118) in its order, then ours, marked so. */
export const logColumns = [
  { key: 'date', text: 'Date of incident', ours: false },
  { key: 'names', text: 'Names of individuals', ours: false },
  { key: 'device', text: 'Device number and location', ours: false },
  { key: 'details', text: 'Details', ours: false },
  { key: 'actions', text: 'Actions and reasons', ours: false },
  { key: 'confirmed', text: 'Confirmed by', ours: false },
  { key: 'number', text: 'Number', ours: true },
  { key: 'state', text: 'Waits for', ours: true },
  { key: 'category', text: 'Kind', ours: true },
  { key: 'branch', text: 'Classified', ours: true },
  { key: 'time', text: 'Time', ours: true },
  { key: 'reported', text: 'Reported', ours: true },
  { key: 'reporter', text: 'Reported by', ours: true },
  { key: 'site', text: 'School or elsewhere', ours: true },
  { key: 'system', text: 'Whose device', ours: true },
  { key: 'risk', text: 'Risk area', ours: true },
  { key: 'intent', text: 'Intent', ours: true },
  { key: 'years', text: 'Year group', ours: true },
  { key: 'support', text: 'Support given', ours: true },
  { key: 'parents', text: 'Parents', ours: true },
  { key: 'clause', text: 'Rule broken', ours: true },
  { key: 'referrals', text: 'Referrals', ours: true },
  { key: 'sanction', text: 'Sanction', ours: true },
  { key: 'review', text: 'Reviewed', ours: true },
  { key: 'closed', text: 'Closed', ours: true },
] as const;

export type LogColumn = (typeof logColumns)[number]['key'];
export type LogRow = Readonly<Record<LogColumn, string>> & { readonly id: string; readonly version: number };

/** The log's rows of these incidents, every column as text. Empty text: not filled in yet. */
export async function logRowsOf(db: ReadHandle, incidents: readonly Incident[]): Promise<readonly LogRow[]> {
  if (incidents.length === 0) return [];
  const ids = incidents.map((each) => each.id);
  const entries = await incidentTables
    .read(db)
    .select('incident_entry')
    .where('incident_id', 'in', ids)
    .where('kind', 'in', ['report', 'made-safe', 'action', 'sanction', 'referral'])
    .select(['incident_id', 'kind', 'words', 'facts'])
    .orderBy('incident_id')
    .orderBy('version')
    .execute();
  const names = await namesOf(
    db,
    incidents.flatMap((each) => [
      ...each.people.flatMap((one) => (one.person === null ? [] : [one.person])),
      each.reporter,
      ...(each.confirmedBy === null ? [] : [each.confirmedBy]),
    ]),
  );
  const byId = new Map<string, string>(names);
  return incidents.map((each) => {
    const mine = entries.filter((entry) => entry.incident_id === each.id);
    const factsOf = (text: string, name: string): string => {
      const match = new RegExp(`"${name}":"((?:[^"\\\\]|\\\\.)*)"`).exec(text)?.[1];
      return match === undefined ? '' : String(JSON.parse(`"${match}"`));
    };
    const actions = mine.flatMap((entry) => {
      const did = factsOf(entry.facts, 'reactions')
        .split(',')
        .filter((code) => code !== '')
        .map((code) => reactions.label(code));
      if (entry.kind === 'report') return did;
      if (entry.kind === 'referral') return [];
      if (entry.kind === 'sanction') {
        const code = factsOf(entry.facts, 'code');
        return [`${code === 'none' ? 'No sanction' : sanctions.label(code)}: ${entry.words}`];
      }
      const reasons = factsOf(entry.facts, 'reasons');
      return [...did, reasons === '' ? entry.words : `${sentences([entry.words])} Reason: ${reasons}`];
    });
    const referrals = mine
      .filter((entry) => entry.kind === 'referral')
      .map(
        (entry) =>
          `${bodies.label(factsOf(entry.facts, 'body'))}: ${referralOutcomes.label(factsOf(entry.facts, 'outcome')).toLowerCase()}`,
      );
    return {
      id: each.id,
      version: each.version,
      date: formatDate(each.happenedOn),
      names: each.people
        .filter((one) => one.withdrawnAt === null)
        .map((one) => `${nameOf(one, byId)} (${parts.label(one.part).toLowerCase()})`)
        .join(', '),
      device: [each.device, each.place].filter((text) => text !== '').join(', '),
      details: each.details,
      actions: sentences(actions),
      confirmed: each.confirmedBy === null ? '' : (byId.get(each.confirmedBy) ?? 'somebody who has left'),
      number: String(each.number),
      state: stateWords[each.state].label,
      category: categories.label(each.category),
      branch: branches.label(each.branch),
      time: each.happenedTime === null ? '' : formatClock(each.happenedTime),
      reported: formatDateTime(each.reportedAt) + (each.source === 'paper' ? ' (recorded late, from paper)' : ''),
      reporter: each.reporterKind === 'person' ? (byId.get(each.reporter) ?? 'somebody who has left') : 'Schoolgate',
      site: each.site === 'off-site' ? `${sites.label(each.site)}: ${each.linkedBecause}` : sites.label(each.site),
      system: systems.label(each.system),
      risk: risks.label(each.risk),
      intent: intents.label(each.intent),
      years: each.yearGroups.map((code) => yearGroupOf(code)?.label ?? code).join(', '),
      support: each.support === null ? '' : 'Yes',
      parents: parentAnswers.label(each.parents) + (each.parentsAt === null ? '' : ` (${formatDate(each.parentsAt)})`),
      clause: each.clause ?? '',
      referrals: sentences(referrals),
      sanction: each.sanctioned === 'none' ? 'None' : sanctions.label(each.sanctioned),
      review: each.reviewedAt === null ? '' : formatDate(each.reviewedAt),
      closed: each.closedAt === null ? '' : formatDate(each.closedAt),
    };
  });
}

/** Several notes as one text, each ending in one full stop. */
function sentences(notes: readonly string[]): string {
  return notes
    .map((note) => note.trim().replace(/(?<!\.)\.{2}$/, '.'))
    .map((note) => (/[.!?…]["'”’)]*$/.test(note) ? note : `${note}.`))
    .join(' ');
}

/** A text for a narrow column: at most `most` characters and "…", cut after a whole word. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most + 1);
  const whole = start.slice(0, Math.max(start.search(/\s\S*$/), 0));
  return `${(whole === '' ? text.slice(0, most) : whole).replace(/[\s.,;:–-]+$/, '')}…`;
}

/** The name of somebody in an incident: as the school knows it, or as it was typed. */
export function nameOf(one: Involved, names: ReadonlyMap<string, string>): string {
  return (one.person === null ? undefined : names.get(one.person)) ?? one.typedName;
}

/** The log as CSV (RFC 4180), with the column names in the first line; ours are marked. Cells that a spreadsheet would run are disarmed. */
export function logCsv(rows: readonly LogRow[]): string {
  const head = logColumns.map((column) => (column.ours ? `${column.text} (ours)` : column.text));
  const lines = rows.map((row) => logColumns.map((column) => row[column.key]));
  return [head, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function csvCell(text: string): string {
  return `"${disarm(text).replaceAll('"', '""')}"`;
}
