import { tables, type ReadHandle, type WriteHandle, changeOne } from '../../platform/db/scoped-tables.ts';
import type { Actor } from '../../platform/access/access.ts';
import { actorId } from '../../platform/audit/chain.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { aboutOf, type Entry, type EntryId, type Incident, type IncidentId, type Involved } from './incident.ts';
import type { EntryRow, IncidentRow, IncidentTables } from './rows.ts';
import { states, type State } from './workflow-words.ts';
import { branches, categories, entryKinds, intents, parts, risks, spheres, type EntryKind } from './words.ts';

/** The incident log's tables; nobody else reads or writes them. */
export const incidentTables = tables<IncidentTables>(
  {
    sealed: {
      incident: ['place', 'linked_because', 'device', 'clause', 'details'],
      incident_person: ['typed_name'],
      incident_entry: ['words', 'facts'],
      incident_sanction: ['clause'],
      incident_task: ['words', 'done_words'],
      incident_file: ['name'],
    },
  },
  'incident',
  'incident_person',
  'incident_entry',
  'incident_sanction',
  'incident_task',
  'incident_file',
  'incident_sign_off',
);

/** Loads one incident with the people in it; undefined when the school has none of that id. */
export async function loadIncident(db: ReadHandle, id: IncidentId): Promise<Incident | undefined> {
  const t = incidentTables.read(db);
  const row = await t.select('incident').where('id', '=', id).selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  return incidentOf(row, await involvedIn(db, [id]).then((all) => all.get(id) ?? []));
}

/** The people of several incidents, by incident, in the order they were named. */
export async function involvedIn(
  db: ReadHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Involved[]>> {
  const found = new Map<string, Involved[]>();
  if (ids.length === 0) return found;
  const rows = await incidentTables
    .read(db)
    .select('incident_person')
    .where('incident_id', 'in', [...ids])
    .selectAll()
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const list = found.get(row.incident_id) ?? [];
    list.push({
      id: asId(row.id),
      person: row.person_id === null ? null : asId<'person'>(row.person_id),
      typedName: row.typed_name,
      part: parts.read(row.part) ?? 'about',
      yearGroup: row.year_group,
      withdrawnAt: row.withdrawn_at === null ? null : Temporal.Instant.from(row.withdrawn_at),
    });
    found.set(row.incident_id, list);
  }
  return found;
}

/** What a row alone says about whose case it is. Throws on unknown codes, as `incidentOf`. */
export function factsOf(
  row: Pick<IncidentRow, 'state' | 'branch' | 'sphere' | 'assigned_to' | 'named_deputy'>,
): Pick<Incident, 'state' | 'branch' | 'sphere' | 'assignedTo' | 'namedDeputy'> {
  return {
    state: stateOf(row.state),
    branch: row.branch === null ? null : known('branch', branches.read(row.branch), row.branch),
    sphere: known('sphere', spheres.read(row.sphere), row.sphere),
    assignedTo: personOrNull(row.assigned_to),
    namedDeputy: personOrNull(row.named_deputy),
  };
}

/** An incident of its row and people. Throws when a row holds a code that this program does not know: it was written by a newer one. */
export function incidentOf(row: IncidentRow, people: readonly Involved[]): Incident {
  return {
    id: asId(row.id),
    number: row.number,
    version: row.version,
    ...factsOf(row),
    receivedBy: known('sphere', spheres.read(row.received_by), row.received_by),
    reportedAt: Temporal.Instant.from(row.reported_at),
    reporterKind: row.reporter_kind,
    reporter: row.reporter,
    source: row.source,
    sourceId: row.source_id,
    danger: row.danger,
    happenedOn: Temporal.PlainDate.from(row.happened_on),
    happenedTime: row.happened_time,
    site: row.site,
    place: row.place,
    linkedBecause: row.linked_because,
    system: row.system,
    device: row.device,
    category: known('category', categories.read(row.category), row.category),
    risk: risks.read(row.risk) ?? null,
    intent: intents.read(row.intent) ?? null,
    clause: row.clause,
    yearGroups: row.year_groups === '' ? [] : row.year_groups.split(','),
    details: row.details,
    support: row.support === null ? null : 'given',
    parents: row.parents,
    parentsAt: row.parents_at,
    sanctioned: row.sanctioned,
    reviewedAt: row.reviewed_at === null ? null : Temporal.Instant.from(row.reviewed_at),
    confirmedBy: personOrNull(row.confirmed_by),
    closedAt: row.closed_at === null ? null : Temporal.Instant.from(row.closed_at),
    people,
    about: aboutOf(people),
  };
}

function known<Value>(what: string, value: Value | undefined, text: string): Value {
  if (value === undefined) throw new TypeError(`the log holds the ${what} “${text}”, which this program does not know`);
  return value;
}

function stateOf(text: string): State {
  return known(
    'state',
    states.find((each) => each === text),
    text,
  );
}

function personOrNull(text: string | null): PersonId | null {
  return text === null ? null : asId<'person'>(text);
}

/** The chronology of an incident, oldest first. */
export async function entriesOf(db: ReadHandle, incident: IncidentId): Promise<readonly Entry[]> {
  const rows = await incidentTables
    .read(db)
    .select('incident_entry')
    .where('incident_id', '=', incident)
    .selectAll()
    .orderBy('version')
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(entryOf);
}

/** One entry of an incident; undefined when it is not in it. */
export async function loadEntry(db: ReadHandle, incident: IncidentId, id: EntryId): Promise<Entry | undefined> {
  const row = await incidentTables
    .read(db)
    .select('incident_entry')
    .where('incident_id', '=', incident)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : entryOf(row);
}

function entryOf(row: EntryRow): Entry {
  return {
    id: asId(row.id),
    version: row.version,
    kind: known('kind of entry', entryKinds.read(row.kind), row.kind),
    at: Temporal.Instant.from(row.at),
    authorKind: row.author_kind,
    author: row.author,
    words: row.words,
    facts: readFacts(row.facts),
    from: stateOf(row.from_state),
    to: stateOf(row.to_state),
    corrects: row.corrects === null ? null : asId<'incident-entry'>(row.corrects),
  };
}

function readFacts(text: string): Readonly<Record<string, string>> {
  const parsed: unknown = JSON.parse(text);
  const facts: Record<string, string> = {};
  if (typeof parsed === 'object' && parsed !== null) {
    for (const [name, value] of Object.entries(parsed)) if (typeof value === 'string') facts[name] = value;
  }
  return facts;
}

/** What a new entry says; who and when come from the command. */
export interface NewEntry {
  readonly kind: EntryKind;
  readonly words: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly corrects?: EntryId;
}

/** What the functions that write need of a command's context. */
export interface Acting {
  readonly db: WriteHandle;
  readonly now: Temporal.Instant;
  readonly actor: Actor;
  newId<Kind extends string>(): ReturnType<typeof asId<Kind>>;
}

/** Appends to the chronology and returns the entry's id. */
export async function appendEntry(
  acting: Acting,
  at: { incident: IncidentId; version: number; from: State; to: State },
  entry: NewEntry,
): Promise<EntryId> {
  const id = acting.newId<'incident-entry'>();
  await incidentTables.write(acting.db).insert('incident_entry', {
    id,
    incident_id: at.incident,
    version: at.version,
    kind: entry.kind,
    at: acting.now.toString(),
    author_kind: acting.actor.kind,
    author: actorId(acting.actor),
    words: entry.words,
    facts: JSON.stringify(entry.facts ?? {}),
    from_state: at.from,
    to_state: at.to,
    corrects: entry.corrects ?? null,
  });
  return id;
}

/** What a step may change on the incident itself. What was reported (details, when, by whom) is not among it. */
export type IncidentChanges = Partial<
  Pick<
    IncidentRow,
    | 'state'
    | 'branch'
    | 'sphere'
    | 'category'
    | 'risk'
    | 'intent'
    | 'clause'
    | 'year_groups'
    | 'assigned_to'
    | 'named_deputy'
    | 'support'
    | 'parents'
    | 'parents_at'
    | 'sanctioned'
    | 'reviewed_at'
    | 'confirmed_by'
    | 'closed_at'
  >
>;

/** Changes an incident that is still as it was read, and counts its version up. */
export async function changeIncident(
  db: WriteHandle,
  incident: Pick<Incident, 'id' | 'version' | 'state'>,
  changes: IncidentChanges,
): Promise<void> {
  await changeOne(
    incidentTables
      .write(db)
      .update('incident')
      .set({ ...changes, version: incident.version + 1 })
      .where('id', '=', incident.id)
      .where('version', '=', incident.version)
      .where('state', '=', incident.state),
  );
}
