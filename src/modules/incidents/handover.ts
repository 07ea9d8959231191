import { allowed, refused, type Actor, type PersonActor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';
import { changeOne, type ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import type { EventOf } from '../../platform/audit/events.ts';
import type { HandedOver, Handover, OpenThing } from '../module.ts';
import { actorLike, findPerson, holdersOf } from '../people/index.ts';
import type { incidentEvents } from './events.ts';
import { aboutOf, type CaseFacts, type IncidentId } from './incident.ts';
import { visibleTo } from './lists.ts';
import { mayOpen } from './policy.ts';
import { appendEntry, changeIncident, factsOf, incidentTables, loadIncident, type Acting } from './store.ts';
import { parts, type Sphere } from './words.ts';

/**
 * What of the incident log lies in somebody's own name, and how it passes on. Nobody receives a case about themselves or one they may not
 * open; an allegation goes to nobody by itself: it is with the headteacher, who names the next deputy (s3-038). The same for its tasks.
 */

/** How many of each kind are shown, and moved, at once. */
const MOST_THINGS = 500;

/** A case as far as handing it over looks at it. Nothing that is sealed. */
interface Light extends CaseFacts {
  readonly number: number;
}

const whoHas: Readonly<Record<Sphere, string>> = {
  general: 'the headteacher',
  staff: 'the headteacher',
  head: 'the chair of governors',
  chair: 'the vice-chair of governors',
};

const notForOthers = refused('An allegation is not passed on: whoever answers for it names the next deputy.');

/** Open cases in somebody's name: assigned to them, or with them as its named deputy. */
export const casesInName: Handover = {
  openThings: async (db, actor, of) => {
    const things: OpenThing[] = [];
    for (const column of ['assigned_to', 'named_deputy'] as const) {
      // Two questions, because each has its index.
      let rows = openCases(db, actor);
      rows = of === undefined ? rows.where(column, 'is not', null) : rows.where(column, '=', of);
      for (const incident of await lightOnes(db, await rows.execute())) {
        const holder = column === 'assigned_to' ? incident.assignedTo : incident.namedDeputy;
        // Who is both holds one thing.
        if (holder === null || (column === 'named_deputy' && holder === incident.assignedTo)) continue;
        things.push({
          holder,
          text: `Incident ${String(incident.number)}${incident.namedDeputy === holder ? ', as its named deputy' : ''}`,
          href: `/incidents/${incident.id}`,
          mayHave: (person) => mayHaveCase(person, incident),
          canGoOn: (person) => mayOpen(person, incident).allowed,
          otherwise: whoHas[incident.sphere],
        });
      }
    }
    return things;
  },
  handOver: async (doing, { from, to }) => {
    const moving = mover(doing, to);
    const ids = new Set<IncidentId>();
    for (const column of ['assigned_to', 'named_deputy'] as const) {
      for (const row of await openCases(doing.db, doing.actor).where(column, '=', from).execute())
        ids.add(asId(row.id));
    }
    for (const id of ids) {
      const incident = await loadIncident(doing.db, id);
      if (incident === undefined) continue;
      const next = await moving.nextOf(incident, from, (person) => mayHaveCase(person, incident));
      const assigned = incident.sphere === 'general' ? (next.person ?? null) : null;
      await changeIncident(doing.db, incident, {
        ...(incident.assignedTo === from ? { assigned_to: assigned } : {}),
        ...(incident.namedDeputy === from ? { named_deputy: null } : {}),
      });
      const entry = await appendEntry(
        doing,
        { incident: id, version: incident.version + 1, from: incident.state, to: incident.state },
        { kind: 'handed-over', words: '', facts: factsOfMove(from, next.person) },
      );
      moving.note({ incident: id, what: 'case', text: `Incident ${String(incident.number)}`, from, next, entry });
    }
    return moving.outcome;
  },
};

/** Tasks of open and closed cases that somebody was given and has not done. */
export const tasksInName: Handover = {
  openThings: async (db, actor, of) => {
    const found = await openTasks(db, actor, of);
    return found.map(({ task, incident }) => ({
      holder: asId(task.person_id),
      text: `A task in incident ${String(incident.number)}`,
      href: `/incidents/${incident.id}`,
      mayHave: (person) => mayHaveTask(person, incident),
      canGoOn: (person) => staffRoles.some((role) => person.roles.has(role)),
      otherwise: whoHas[incident.sphere],
    }));
  },
  handOver: async (doing, { from, to }) => {
    const moving = mover(doing, to);
    for (const { task } of await openTasks(doing.db, doing.actor, from)) {
      // Read anew: the task before it may have been of the same case.
      const incident = await loadIncident(doing.db, asId(task.incident_id));
      if (incident === undefined) continue;
      const text = `A task in incident ${String(incident.number)}`;
      const next = await moving.nextOf(incident, from, (person) => mayHaveTask(person, incident));
      if (next.person === undefined) {
        moving.leave(`${text} is still in their name: nobody else may have it now`);
        continue;
      }
      await changeOne(
        incidentTables
          .write(doing.db)
          .update('incident_task')
          .set({ person_id: next.person })
          .where('id', '=', task.id)
          .where('person_id', '=', from)
          .where('done_at', 'is', null),
      );
      await changeIncident(doing.db, incident, {});
      const entry = await appendEntry(
        doing,
        { incident: incident.id, version: incident.version + 1, from: incident.state, to: incident.state },
        { kind: 'handed-over', words: '', facts: { ...factsOfMove(from, next.person), task: task.id } },
      );
      moving.note({ incident: incident.id, what: 'task', text, from, next, entry });
    }
    return moving.outcome;
  },
};

function mayHaveCase(person: PersonActor, incident: CaseFacts): Verdict {
  if (incident.about.has(person.person)) return refused('It concerns them.');
  if (incident.sphere !== 'general') return notForOthers;
  return mayOpen(person, { ...incident, assignedTo: person.person, namedDeputy: null }).allowed
    ? allowed
    : refused('They may not open it.');
}

function mayHaveTask(person: PersonActor, incident: CaseFacts): Verdict {
  if (incident.about.has(person.person)) return refused('It concerns them.');
  if (incident.sphere !== 'general') return notForOthers;
  return staffRoles.some((role) => person.roles.has(role)) ? allowed : refused('They do not work here.');
}

function openCases(db: ReadHandle, actor: Actor) {
  return incidentTables
    .read(db)
    .select('incident')
    .where(visibleTo(actor))
    .where('state', '!=', 'closed')
    .select(['id', 'number', 'state', 'branch', 'sphere', 'assigned_to', 'named_deputy', 'reporter'])
    .orderBy('number')
    .limit(MOST_THINGS);
}

type LightRow = Awaited<ReturnType<ReturnType<typeof openCases>['execute']>>[number];

async function lightOnes(db: ReadHandle, rows: readonly LightRow[]): Promise<readonly Light[]> {
  if (rows.length === 0) return [];
  const people = await incidentTables
    .read(db)
    .select('incident_person')
    .where(
      'incident_id',
      'in',
      rows.map((row) => row.id),
    )
    .where('withdrawn_at', 'is', null)
    .select(['incident_id', 'person_id', 'part'])
    .execute();
  return rows.map((row) => ({
    id: asId(row.id),
    number: row.number,
    reporter: row.reporter,
    ...factsOf(row),
    about: aboutOf(
      people
        .filter((each) => each.incident_id === row.id)
        .map((each) => ({
          person: each.person_id === null ? null : asId<'person'>(each.person_id),
          part: parts.read(each.part) ?? 'about',
          withdrawnAt: null,
        })),
    ),
  }));
}

/** The open tasks (of one person) in cases that `actor` may open, with the case. */
async function openTasks(db: ReadHandle, actor: Actor, of: PersonId | undefined) {
  let rows = incidentTables.read(db).select('incident_task').where('done_at', 'is', null);
  if (of !== undefined) rows = rows.where('person_id', '=', of);
  const tasks = await rows
    .select(['id', 'incident_id', 'person_id'])
    .orderBy('asked_at')
    .orderBy('id')
    .limit(MOST_THINGS)
    .execute();
  if (tasks.length === 0) return [];
  const cases = await incidentTables
    .read(db)
    .select('incident')
    .where(visibleTo(actor))
    .where('id', 'in', [...new Set(tasks.map((task) => task.incident_id))])
    .select(['id', 'number', 'state', 'branch', 'sphere', 'assigned_to', 'named_deputy', 'reporter'])
    .execute();
  const known = new Map<string, Light>((await lightOnes(db, cases)).map((incident) => [incident.id, incident]));
  return tasks.flatMap((task) => {
    const incident = known.get(task.incident_id);
    return incident === undefined ? [] : [{ task, incident }];
  });
}

/** Who has a thing now; no person when it is in nobody's name and whoever its sphere names looks after it. */
interface Next {
  readonly person: PersonId | undefined;
  readonly toSuccessor: boolean;
  readonly label: string;
}

type HandedOverEvent = Extract<EventOf<typeof incidentEvents>, { name: 'incident-handed-over' }>;

/** Decides for each thing who has it next, and gathers what became of all. */
function mover(doing: Acting, to: PersonActor | undefined) {
  const received = new Map<PersonId, number>();
  const kept: string[] = [];
  const events: HandedOverEvent[] = [];
  const outcome: HandedOver = { received, kept, events };
  return {
    outcome,
    leave: (text: string): void => void kept.push(text),
    nextOf: async (incident: CaseFacts, from: PersonId, mayHave: (person: PersonActor) => Verdict): Promise<Next> => {
      if (to !== undefined && mayHave(to).allowed) return { person: to.person, toSuccessor: true, label: to.name };
      return keeperOf(doing, incident, from);
    },
    note: (given: {
      incident: IncidentId;
      what: 'case' | 'task';
      text: string;
      from: PersonId;
      next: Next;
      entry: string;
    }): void => {
      const { incident, what, text, from, next, entry } = given;
      if (next.person !== undefined) received.set(next.person, (received.get(next.person) ?? 0) + 1);
      if (!next.toSuccessor) kept.push(`${text} is with ${next.label}`);
      events.push({
        name: 'incident-handed-over',
        subject: incident,
        data: { what, from, ...(next.person === undefined ? {} : { to: next.person }), entry },
      });
    },
  };
}

const keepers: Readonly<Record<Sphere, readonly Role[]>> = {
  general: ['head', 'dsl', 'deputy-dsl'],
  staff: ['head'],
  head: ['chair'],
  chair: ['vice-chair'],
};

/** To whom a case falls that the successor may not have: the head, or the chair where it is about the head; never to whom it is about. */
async function keeperOf(doing: Acting, incident: CaseFacts, from: PersonId): Promise<Next> {
  for (const role of keepers[incident.sphere]) {
    for (const holder of await holdersOf(doing.db, role, doing.now)) {
      if (holder.id === from) continue;
      const person = await findPerson(doing.db, holder.id, doing.now);
      if (person === undefined || !mayOpen(actorLike(doing.db.school, person), incident).allowed) continue;
      const label = role === 'dsl' || role === 'deputy-dsl' ? person.name : whoHas[incident.sphere];
      return { person: holder.id, toSuccessor: false, label };
    }
  }
  const label = incident.sphere === 'general' ? 'the safeguarding leads' : whoHas[incident.sphere];
  return { person: undefined, toSuccessor: false, label };
}

function factsOfMove(from: PersonId, to: PersonId | undefined): Readonly<Record<string, string>> {
  return { fromPerson: from, ...(to === undefined ? {} : { toPerson: to }) };
}
