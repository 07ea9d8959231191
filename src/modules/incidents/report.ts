import type { EventOf } from '../../platform/audit/events.ts';
import { actorId } from '../../platform/audit/chain.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { findPerson, searchPeople, type PersonSummary } from '../people/index.ts';
import type { incidentEvents } from './events.ts';
import { aboutOf, sphereOf, type IncidentId, type Involved, type PartId } from './incident.ts';
import { appendEntry, incidentTables, type Acting } from './store.ts';
import { tellHolders } from './telling.ts';
import { receivers } from './workflow-words.ts';
import type { Category, Part, Sphere } from './words.ts';

/** Somebody named in a report: a person by id, or words that somebody typed. */
export interface Named {
  readonly person: PersonId | null;
  readonly typedName: string;
  readonly part: Part;
}

/** What a report says. The form and an alert give the same. */
export interface NewReport {
  /** What happened, in the reporter's words. Content: it never reaches the audit trail. */
  readonly details: string;
  readonly people: readonly Named[];
  /** Whom it is about, as the reporter says; the roles of the people named can only narrow it. */
  readonly about: Sphere;
  readonly danger: 'yes' | 'no' | 'not-sure';
  readonly happenedOn: Temporal.PlainDate;
  /** "15:40", or null when nobody knows. */
  readonly happenedTime: Temporal.PlainTime | null;
  readonly site: 'school' | 'off-site';
  readonly place: string;
  /** Off-site incidents: why the school deals with it (s4-002, s4-003). */
  readonly linkedBecause: string;
  readonly system: 'school' | 'personal' | 'not-known';
  readonly device: string;
  readonly category: Category;
  /** Codes of `reactions`: what was done on the spot. */
  readonly reactions: readonly string[];
  /** 'paper' was written on paper while Schoolgate could not save, and entered afterwards: it is marked "recorded late". */
  readonly source: 'form' | 'paper' | 'alert';
  readonly sourceId: string | null;
}

/** A report's event; the caller's command names `incident-reported` among its events and returns it. */
export type ReportedEvent = Extract<EventOf<typeof incidentEvents>, { name: 'incident-reported' }>;

/**
 * Writes a report into the log inside the caller's command, sends it to those who answer for it, and returns the event to be returned.
 * The state is `make-safe`: nothing is classified yet.
 */
export async function reportIncident(
  acting: Acting,
  report: NewReport,
): Promise<{ readonly incidentId: IncidentId; readonly event: ReportedEvent }> {
  const write = incidentTables.write(acting.db);
  const id = acting.newId<'incident'>();
  const known: { named: Named; summary: PersonSummary | undefined }[] = [];
  for (const named of report.people) {
    const summary = named.person === null ? undefined : await findPerson(acting.db, named.person, acting.now);
    known.push({ named, summary });
  }
  const sphere = sphereOf(
    report.about,
    known.map(({ named, summary }) => ({ part: named.part, roles: summary?.roles ?? [] })),
  );
  const years = known.flatMap(({ summary }) => (summary?.pupil ? [summary.pupil.yearGroup] : []));
  await write.insert('incident', {
    id,
    number: await nextNumber(acting.db),
    version: 1,
    state: 'make-safe',
    branch: null,
    sphere,
    received_by: sphere,
    reported_at: acting.now.toString(),
    reporter_kind: acting.actor.kind,
    reporter: actorId(acting.actor),
    source: report.source,
    source_id: report.sourceId,
    danger: report.danger,
    happened_on: report.happenedOn.toString(),
    happened_time: report.happenedTime?.toString({ smallestUnit: 'minute' }) ?? null,
    site: report.site,
    place: report.place,
    linked_because: report.linkedBecause,
    system: report.system,
    device: report.device,
    category: report.category,
    risk: null,
    intent: null,
    clause: null,
    year_groups: [...new Set(years)].sort().join(','),
    details: report.details,
    assigned_to: null,
    named_deputy: null,
    support: null,
    parents: null,
    parents_at: null,
    sanctioned: null,
    reviewed_at: null,
    confirmed_by: null,
    closed_at: null,
  });
  const involved: Involved[] = [];
  for (const { named, summary } of known) {
    const part = {
      id: acting.newId<'incident-person'>(),
      person: named.person,
      typedName: named.typedName,
      part: named.part,
      yearGroup: summary?.pupil?.yearGroup ?? null,
      withdrawnAt: null,
    };
    involved.push(part);
    await addInvolved(acting, id, part);
  }
  await appendEntry(
    acting,
    { incident: id, version: 1, from: 'make-safe', to: 'make-safe' },
    {
      kind: 'report',
      words: report.details,
      facts: report.reactions.length === 0 ? {} : { reactions: report.reactions.join(',') },
    },
  );
  await tellHolders(acting, receivers[sphere].roles, {
    id,
    state: 'make-safe',
    branch: null,
    sphere,
    assignedTo: null,
    namedDeputy: null,
    about: aboutOf(involved),
    reporter: actorId(acting.actor),
  });
  return {
    incidentId: id,
    event: {
      name: 'incident-reported',
      subject: id,
      data: { source: report.source, sphere, danger: report.danger, people: report.people.length },
    },
  };
}

/** Writes one person into an incident. */
export async function addInvolved(
  acting: Acting,
  incident: IncidentId,
  part: Omit<Involved, 'withdrawnAt'> & { readonly id: PartId },
): Promise<void> {
  await incidentTables.write(acting.db).insert('incident_person', {
    id: part.id,
    incident_id: incident,
    person_id: part.person,
    typed_name: part.typedName,
    part: part.part,
    year_group: part.yearGroup,
    added_at: acting.now.toString(),
    withdrawn_at: null,
  });
}

/** Matches names that somebody typed (commas or new lines between them). One match is that person; none or several stay as typed. */
export async function matchNames(
  db: ReadHandle,
  text: string,
  part: Part,
  now: Temporal.Instant,
): Promise<readonly Named[]> {
  const typed = text
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .slice(0, 12);
  const found: Named[] = [];
  for (const name of typed) {
    const matches = await candidatesFor(db, name, now);
    const only = matches.length === 1 ? matches[0] : undefined;
    found.push({ person: only?.id ?? null, typedName: name, part });
  }
  return found.filter(
    (named, index) => named.person === null || found.findIndex((other) => other.person === named.person) === index,
  );
}

/** Who may be meant by a typed name: those with exactly this name when there are any, else all whose name holds its words. */
export async function candidatesFor(
  db: ReadHandle,
  name: string,
  now: Temporal.Instant,
): Promise<readonly PersonSummary[]> {
  if (!/\p{L}{2}/u.test(name)) return [];
  const all = await searchPeople(db, { text: name.slice(0, 80), now });
  const exact = all.filter((person) => person.name.toLowerCase() === name.toLowerCase());
  return exact.length > 0 ? exact : all;
}

/** The school's next running number. Taken inside the write transaction, so no two reports get the same. */
async function nextNumber(db: ReadHandle): Promise<number> {
  const row = await incidentTables
    .read(db)
    .select('incident')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.number ?? 0) + 1;
}
