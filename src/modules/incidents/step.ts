import type { EventOf } from '../../platform/audit/events.ts';
import { failed, type Failed } from '../../platform/commands/command.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { incidentEvents } from './events.ts';
import type { EntryId, Incident } from './incident.ts';
import {
  appendEntry,
  changeIncident,
  incidentTables,
  type Acting,
  type IncidentChanges,
  type NewEntry,
} from './store.ts';
import { tellHolders } from './telling.ts';
import { moveFor } from './workflow.ts';
import { requirements, stateWords, type Action, type Move, type Requirement } from './workflow-words.ts';
import { branches, spheres } from './words.ts';

export type StepEvent = Extract<EventOf<typeof incidentEvents>, { name: 'incident-step-taken' }>;

/** What a step gives back when it was taken. */
export interface Taken {
  readonly ok: true;
  readonly entry: EntryId;
  readonly event: StepEvent;
}

/** Said to the loser of two who wrote at once; the form shows what has changed and keeps what they typed. */
export const changedMeanwhile =
  'Somebody else changed this incident while you were writing. Nothing of yours is lost: read what changed, then send it again';

/**
 * Takes one step of the workflow inside a command: checks the version the form was shown, that the table has such a move here and that what
 * it needs is complete; then writes the entry, changes the incident and tells whom the table names. Expected failures are returned.
 */
export async function takeStep(
  acting: Acting,
  incident: Incident,
  step: {
    readonly action: Action;
    readonly version: number;
    readonly entry: NewEntry;
    readonly changes?: IncidentChanges;
  },
): Promise<Taken | Failed> {
  if (step.version !== incident.version) return failed('', changedMeanwhile);
  const move = moveFor(incident.state, incident.branch, step.action);
  if (move === undefined) {
    return failed(
      '',
      `This cannot be done now: incident ${String(incident.number)} waits for “${stateWords[incident.state].label}”`,
    );
  }
  const missing = await missingFor(acting.db, incident, move);
  if (missing.length > 0)
    return failed('', missing.map((each) => requirements[each].says.replace(/\.$/, '')).join('. '));
  const to = move.to === 'same' ? incident.state : move.to;
  const version = incident.version + 1;
  await changeIncident(acting.db, incident, { ...step.changes, state: to });
  const entry = await appendEntry(acting, { incident: incident.id, version, from: incident.state, to }, step.entry);
  if (move.told.length > 0) {
    const branch = step.changes?.branch;
    await tellHolders(acting, move.told, {
      ...incident,
      state: to,
      branch: branch === undefined ? incident.branch : (branches.read(branch) ?? incident.branch),
      sphere: spheres.read(step.changes?.sphere ?? null) ?? incident.sphere,
    });
  }
  return {
    ok: true,
    entry,
    event: {
      name: 'incident-step-taken',
      subject: incident.id,
      data: { action: step.action, from: incident.state, to, entry, version },
    },
  };
}

/** What is still missing for a move. */
export async function missingFor(db: ReadHandle, incident: Incident, move: Move): Promise<readonly Requirement[]> {
  if (move.complete.length === 0) return [];
  const t = incidentTables.read(db);
  const referrals = await t
    .select('incident_entry')
    .where('incident_id', '=', incident.id)
    .where('kind', '=', 'referral')
    .select('facts')
    .execute();
  const decided = (body: string): boolean => referrals.some((row) => row.facts.includes(`"body":"${body}"`));
  const waiting = await t
    .select('incident_task')
    .where('incident_id', '=', incident.id)
    .where('done_at', 'is', null)
    .select('id')
    .execute();
  const isComplete: Readonly<Record<Requirement, boolean>> = {
    'police-decided': decided('police'),
    'ceop-decided': decided('ceop'),
    'iwf-decided': decided('iwf'),
    'lado-decided': decided('lado'),
    'parents-recorded': incident.parents !== null,
    'sanction-recorded': incident.sanctioned !== null,
    'tasks-done': waiting.length === 0,
    'category-known': incident.category !== 'not-sure',
  };
  return move.complete.filter((each) => !isComplete[each]);
}
