import { asId } from '../../platform/ids/ids.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { DueRecord, RetentionClass } from '../module.ts';
import { birthDaysOf } from '../people/index.ts';
import { aboutOf } from './incident.ts';
import { capacitiesIn } from './policy.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { factsOf, incidentTables, involvedIn } from './store.ts';

/**
 * Which incidents are past their time. A child protection record is kept 25 years from the date of birth (IRMS Toolkit for schools); where a date
 * of birth is not known, from the day of the report, which is later. Only closed ones: what is open is in use.
 */

const YEARS = 25;
/** Nobody in a primary school is older than this when something is reported about them: no incident younger than the rest can be due. */
const OLDEST_CHILD = 14;
const ALLEGATION_YEARS = 10;
const SIGN_OFF_YEARS = 7;
/** Incidents whose people are asked for at once. */
const PIECE = 200;

type Due = NonNullable<RetentionClass['due']>;

export const dueIncidents: Due = (db, { today, most }) =>
  closedBefore(db, 'general', today.subtract({ years: YEARS - OLDEST_CHILD }), { today, most, years: YEARS });

export const dueAllegations: Due = (db, { today, most }) =>
  closedBefore(db, 'allegation', today.subtract({ years: ALLEGATION_YEARS }), {
    today,
    most,
    years: ALLEGATION_YEARS,
  });

export const dueSignOffs: Due = async (db, { today, most }) => {
  const rows = await incidentTables
    .read(db)
    .select('incident_sign_off')
    .where('signed_at', '<', startOf(today.subtract({ years: SIGN_OFF_YEARS })))
    .select(['id', 'term', 'signed_by', 'signed_at'])
    .orderBy('signed_at')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    table: 'incident_sign_off',
    id: row.id,
    parts: [],
    people: [row.signed_by],
    dueOn: schoolDay(Temporal.Instant.from(row.signed_at)).add({ years: SIGN_OFF_YEARS }),
    what: `Signature under the log of ${row.term}`,
    mayOpen: () => true,
  }));
};

/** Which of these people closed or open incidents still name, in whatever part, or as who gave or did something in them. */
export async function namedInIncidents(db: ReadHandle, people: readonly string[]): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set();
  return new Set((await naming(db, 'person', people)).map((row) => row.person));
}

/** Who is named in which incident, of these people or of these incidents: as involved, with a task, as the reporter, or as who wrote an entry. */
async function naming(
  db: ReadHandle,
  of: 'person' | 'incident',
  ids: readonly string[],
): Promise<readonly { readonly incident: string; readonly person: string }[]> {
  const t = incidentTables.read(db);
  const wanted = [...ids];
  const found = await Promise.all([
    t
      .select('incident_person')
      .where(of === 'person' ? 'person_id' : 'incident_id', 'in', wanted)
      .select(['incident_id as incident', 'person_id as person'])
      .distinct()
      .execute(),
    t
      .select('incident_task')
      .where(of === 'person' ? 'person_id' : 'incident_id', 'in', wanted)
      .select(['incident_id as incident', 'person_id as person'])
      .distinct()
      .execute(),
    t
      .select('incident')
      .where('reporter_kind', '=', 'person')
      .where(of === 'person' ? 'reporter' : 'id', 'in', wanted)
      .select(['id as incident', 'reporter as person'])
      .execute(),
    t
      .select('incident_entry')
      .where('author_kind', '=', 'person')
      .where(of === 'person' ? 'author' : 'incident_id', 'in', wanted)
      .select(['incident_id as incident', 'author as person'])
      .distinct()
      .execute(),
  ]);
  return found.flat().flatMap(({ incident, person }) => (person === null ? [] : [{ incident, person }]));
}

/** An instant at the start of the day in UTC: an hour early or late decides nothing after years. */
const startOf = (day: Temporal.PlainDate): string => `${day.toString()}T00:00:00Z`;

async function closedBefore(
  db: ReadHandle,
  kind: 'general' | 'allegation',
  reportedBefore: Temporal.PlainDate,
  asking: { readonly today: Temporal.PlainDate; readonly most: number; readonly years: number },
): Promise<readonly DueRecord[]> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('state', '=', 'closed')
    .where('sphere', kind === 'general' ? '=' : '!=', 'general')
    .where('reported_at', '<', startOf(reportedBefore))
    .select(['id', 'number', 'state', 'branch', 'sphere', 'assigned_to', 'named_deputy', 'reported_at'])
    .orderBy('reported_at')
    .orderBy('id')
    .execute();
  const due: Omit<DueRecord, 'parts' | 'people'>[] = [];
  for (let at = 0; at < rows.length; at += PIECE) {
    const piece = rows.slice(at, at + PIECE);
    const involved = await involvedIn(
      db,
      piece.map((row) => row.id),
    );
    const ids = [...involved.values()].flat().flatMap((one) => one.person ?? []);
    const births = kind === 'general' ? await birthDaysOf(db, ids) : new Map<string, Temporal.PlainDate>();
    for (const row of piece) {
      const people = involved.get(row.id) ?? [];
      const reported = schoolDay(Temporal.Instant.from(row.reported_at));
      const from = kind === 'general' ? youngest(people, births, reported) : reported;
      const dueOn = from.add({ years: asking.years });
      if (Temporal.PlainDate.compare(dueOn, asking.today) > 0) continue;
      const facts = { ...factsOf(row), about: aboutOf(people) };
      due.push({
        table: 'incident',
        id: row.id,
        about: people.flatMap((one) => one.person ?? []),
        dueOn,
        what: `Incident ${String(row.number)}`,
        href: `/incidents/${row.id}`,
        mayOpen: (actor) => capacitiesIn(actor, facts).length > 0,
      });
    }
  }
  const oldest = due.toSorted((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn)).slice(0, asking.most);
  const ids = oldest.map((one) => one.id);
  const parts = await partsOf(db, ids);
  const named = new Map<string, Set<string>>();
  for (let at = 0; at < ids.length; at += PIECE) {
    for (const { incident, person } of await naming(db, 'incident', ids.slice(at, at + PIECE))) {
      named.set(incident, (named.get(incident) ?? new Set()).add(person));
    }
  }
  return oldest.map((one) => ({ ...one, people: [...(named.get(one.id) ?? [])], parts: parts.get(one.id) ?? [] }));
}

/** The latest date of birth among the children in it; the day of the report as soon as one of them is not known. */
function youngest(
  people: readonly { readonly person: string | null; readonly yearGroup: string | null }[],
  births: ReadonlyMap<string, Temporal.PlainDate>,
  reported: Temporal.PlainDate,
): Temporal.PlainDate {
  let latest: Temporal.PlainDate | undefined;
  for (const one of people) {
    const birth = one.person === null ? undefined : births.get(asId<'person'>(one.person));
    if (birth === undefined) {
      // An adult has no year group and no date of birth here; a child always counts.
      if (one.person !== null && one.yearGroup === null) continue;
      return reported;
    }
    if (latest === undefined || Temporal.PlainDate.compare(birth, latest) > 0) latest = birth;
  }
  return latest ?? reported;
}

const partTables = [
  'incident_person',
  'incident_entry',
  'incident_sanction',
  'incident_task',
  'incident_file',
] as const;

async function partsOf(
  db: ReadHandle,
  incidents: readonly string[],
): Promise<ReadonlyMap<string, { table: string; id: string }[]>> {
  const parts = new Map<string, { table: string; id: string }[]>();
  for (let at = 0; at < incidents.length; at += PIECE) {
    const piece = incidents.slice(at, at + PIECE);
    for (const table of partTables) {
      const rows = await incidentTables
        .read(db)
        .select(table)
        .where('incident_id', 'in', piece)
        .select(['id', 'incident_id'])
        .execute();
      for (const row of rows) {
        parts.set(row.incident_id, [...(parts.get(row.incident_id) ?? []), { table, id: row.id }]);
      }
    }
  }
  return parts;
}
