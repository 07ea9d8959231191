import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';

import { holds, type Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { aboutParts, type Incident } from './incident.ts';
import { deputyRoles } from './policy.ts';
import type { IncidentTables } from './rows.ts';
import { incidentOf, incidentTables, involvedIn } from './store.ts';
import type { State } from './workflow-words.ts';

/** What the log may be narrowed to, by the URL. Ids and codes only: no name ever stands in an address. */
export interface LogFilter {
  /** A state, `open` for all that are not closed, or undefined for all. */
  readonly state?: State | 'open' | undefined;
  readonly category?: string | undefined;
  readonly branch?: string | undefined;
  readonly person?: string | undefined;
  /** Days on which it was reported, both included. */
  readonly between?: { readonly from: string; readonly to: string } | undefined;
}

type Building = ExpressionBuilder<IncidentTables, 'incident'>;

/**
 * The rows of `incident` that somebody may open: the same rule as `mayOpen` of policy.ts, in SQL, so that counting and paging are right.
 * lists.test.ts compares the two on a mixed log for every role.
 */
export function visibleTo(actor: Actor) {
  return (is: Building): ExpressionWrapper<IncidentTables, 'incident', SqlBool> => {
    if (actor.kind !== 'person') return is.lit(false);
    const me = actor.person;
    const ways: ExpressionWrapper<IncidentTables, 'incident', SqlBool>[] = [];
    if (holds(actor, 'dsl', 'deputy-dsl')) ways.push(is('sphere', '=', 'general'));
    if (holds(actor, 'head')) ways.push(is('sphere', 'in', ['general', 'staff']));
    if (holds(actor, 'lead')) {
      ways.push(
        is.and([
          is('sphere', '=', 'general'),
          is.or([
            is('branch', 'in', ['inappropriate', 'minor']),
            is.and([is('branch', 'is', null), is('assigned_to', '=', me)]),
          ]),
        ]),
      );
    }
    if (holds(actor, ...deputyRoles)) ways.push(is.and([is('sphere', '=', 'staff'), is('named_deputy', '=', me)]));
    if (holds(actor, 'chair')) ways.push(is('sphere', '=', 'head'));
    if (holds(actor, 'vice-chair')) ways.push(is('sphere', '=', 'chair'));
    if (ways.length === 0) return is.lit(false);
    // A list made once, and not a look for each row of the log.
    const aboutMe = is(
      'incident.id',
      'in',
      is
        .selectFrom('incident_person')
        .select('incident_person.incident_id')
        // The school as well: the index begins with it. The handle is of the actor's own school.
        .where('incident_person.school_id', '=', actor.school)
        .where('incident_person.person_id', '=', me)
        .where('incident_person.part', 'in', [...aboutParts])
        .where('incident_person.withdrawn_at', 'is', null),
    );
    return is.and([is.not(aboutMe), is.or(ways)]);
  };
}

function narrowed(filter: LogFilter, school: SchoolId) {
  return (is: Building): ExpressionWrapper<IncidentTables, 'incident', SqlBool> => {
    const all: ExpressionWrapper<IncidentTables, 'incident', SqlBool>[] = [];
    if (filter.state === 'open') all.push(is('state', '!=', 'closed'));
    else if (filter.state !== undefined) all.push(is('state', '=', filter.state));
    if (filter.category !== undefined) all.push(is('category', '=', filter.category));
    if (filter.branch !== undefined) all.push(is('branch', '=', filter.branch));
    if (filter.between !== undefined) {
      all.push(is('happened_on', '>=', filter.between.from), is('happened_on', '<=', filter.between.to));
    }
    if (filter.person !== undefined) {
      all.push(
        is(
          'incident.id',
          'in',
          is
            .selectFrom('incident_person')
            .select('incident_person.incident_id')
            .where('incident_person.school_id', '=', school)
            .where('incident_person.person_id', '=', filter.person)
            .where('incident_person.withdrawn_at', 'is', null),
        ),
      );
    }
    return all.length === 0 ? is.lit(true) : is.and(all);
  };
}

/** One page of what somebody may open, newest first (those with a number below `below`, when that is given), and how many there are in all. */
export async function listIncidents(
  db: ReadHandle,
  actor: Actor,
  filter: LogFilter,
  page: { readonly limit: number; readonly offset: number; readonly below?: number | undefined },
): Promise<{ readonly incidents: readonly Incident[]; readonly total: number }> {
  const t = incidentTables.read(db);
  const counted = await t
    .select('incident')
    .where(visibleTo(actor))
    .where(narrowed(filter, db.school))
    .select((is) => is.fn.countAll().as('total'))
    .executeTakeFirst();
  const rows = await t
    .select('incident')
    .where(visibleTo(actor))
    .where(narrowed(filter, db.school))
    .$if(page.below !== undefined, (rows) => rows.where('number', '<', page.below ?? 0))
    .selectAll()
    .orderBy('number', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const people = await involvedIn(
    db,
    rows.map((row) => row.id),
  );
  return {
    incidents: rows.map((row) => incidentOf(row, people.get(row.id) ?? [])),
    total: Number(counted?.total ?? 0),
  };
}

/** How many incidents were reported in each week (Monday first) of the last `weeks`, of those somebody may open. Oldest week first. */
export async function reportedByWeek(
  db: ReadHandle,
  actor: Actor,
  today: Temporal.PlainDate,
  weeks: number,
): Promise<readonly { readonly monday: Temporal.PlainDate; readonly count: number }[]> {
  const thisMonday = today.subtract({ days: today.dayOfWeek - 1 });
  const first = thisMonday.subtract({ weeks: weeks - 1 });
  const after = thisMonday.add({ weeks: 1 }).toString();
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where(visibleTo(actor))
    .where('happened_on', '>=', first.toString())
    .select((is) => ['happened_on', is.fn.countAll<number | string>().as('seen')])
    .groupBy('happened_on')
    .execute();
  const mondays = Array.from({ length: weeks }, (_, index) => first.add({ weeks: index }));
  const counts = mondays.map((monday) => ({ monday, from: monday.toString(), count: 0 }));
  for (const row of rows) {
    // The last week that begins on or before it; days after this week are in none.
    if (row.happened_on >= after) continue;
    const week = counts.findLast(({ from }) => from <= row.happened_on);
    if (week !== undefined) week.count += Number(row.seen);
  }
  return counts.map(({ monday, count }) => ({ monday, count }));
}

/** What somebody reported themselves, newest first; at most 100. */
export async function reportedBy(db: ReadHandle, person: string): Promise<readonly Incident[]> {
  const rows = await incidentTables
    .read(db)
    .select('incident')
    .where('reporter', '=', person)
    .selectAll()
    .orderBy('number', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => incidentOf(row, []));
}

/** Tasks given to somebody that are not done, oldest first. */
export async function openTasksOf(db: ReadHandle, person: string) {
  return incidentTables
    .read(db)
    .select('incident_task')
    .where('person_id', '=', person)
    .where('done_at', 'is', null)
    .selectAll()
    .orderBy('asked_at')
    .limit(50)
    .execute();
}
