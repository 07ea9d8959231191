import type { Actor } from '../../platform/access/access.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import type { Duty, RetentionClass } from '../module.ts';
import { dueAllegations, dueIncidents, dueSignOffs } from './due.ts';
import { casesInName, tasksInName } from './handover.ts';
import { openTasksOf, visibleTo } from './lists.ts';
import { logReviewers } from './log-reviewers.ts';
import { capacitiesIn, maySign } from './policy.ts';
import type { IncidentRow } from './rows.ts';
import { termOf } from './sign-off.ts';
import { factsOf, incidentTables } from './store.ts';
import { movesOpenTo } from './workflow.ts';

/** How many concerns with danger get a line each. */
const MOST_IN_DANGER = 200;

/** Whether the next step is this person's. For rows that `visibleTo` let through: none of them is about the reader. */
function isNextFor(
  actor: Actor,
  row: Pick<IncidentRow, 'state' | 'branch' | 'sphere' | 'assigned_to' | 'named_deputy'>,
): boolean {
  const { state, branch, ...rest } = factsOf(row);
  return movesOpenTo(state, branch, capacitiesIn(actor, { branch, ...rest, about: new Set() })).some(
    (move) => move.to !== 'same',
  );
}

/** New concerns wait for somebody: those with danger first. */
const triage: Duty = {
  code: 'incident-triage',
  title: 'Look at new concerns',
  passes: 'with-the-post',
  linesFor: async (db, actor) => {
    const waiting = incidentTables
      .read(db)
      .select('incident')
      .where(visibleTo(actor))
      .where('state', 'in', ['make-safe', 'classify']);
    // Counted by what decides whose step is next: however many wait, these are few rows.
    const groups = await waiting
      .select(['state', 'branch', 'sphere', 'assigned_to', 'named_deputy', 'danger'])
      .select((is) => [is.fn.countAll<number | string>().as('count'), is.fn.min('id').as('first')])
      .groupBy(['state', 'branch', 'sphere', 'assigned_to', 'named_deputy', 'danger'])
      .execute();
    const mine = groups.filter((group) => isNextFor(actor, group));
    const isDanger = (group: (typeof mine)[number]): boolean => group.danger === 'yes' && group.state === 'make-safe';
    const inDanger = mine.some(isDanger)
      ? (
          await waiting
            .where('state', '=', 'make-safe')
            .where('danger', '=', 'yes')
            .select(['id', 'state', 'branch', 'sphere', 'assigned_to', 'named_deputy'])
            .orderBy('number')
            .limit(MOST_IN_DANGER)
            .execute()
        ).filter((row) => isNextFor(actor, row))
      : [];
    const others = mine.filter((group) => !isDanger(group));
    const count = others.reduce((sum, group) => sum + Number(group.count), 0);
    return [
      ...inDanger.map((each) => ({
        text: 'Somebody may be in danger now: a concern was logged',
        href: `/incidents/${each.id}`,
        action: 'Open it now',
        urgency: 1 as const,
      })),
      ...(count === 0
        ? []
        : [
            {
              text: `${formatPlural(count, 'new concern')} to make safe or classify`,
              href: count === 1 ? `/incidents/${others[0]?.first ?? ''}` : '/incidents?state=open',
              action: count === 1 ? 'Open it' : 'See them',
              urgency: 2 as const,
            },
          ]),
    ];
  },
};

/** Tasks that somebody was given in an incident. */
const tasks: Duty = {
  code: 'incident-tasks',
  title: 'Do the tasks given to you',
  passes: tasksInName,
  linesFor: async (db, actor) => {
    if (actor.kind !== 'person') return [];
    const open = await openTasksOf(db, actor.person);
    return open.map((task) => ({
      text: 'A task was given to you',
      href: `/incidents/tasks/${task.id}`,
      action: 'See the task',
      urgency: 2 as const,
    }));
  },
};

/** Open incidents that were given to somebody by name. */
const assigned: Duty = {
  code: 'incident-assigned',
  title: 'Work the incidents assigned to you',
  passes: casesInName,
  linesFor: async (db, actor) => {
    if (actor.kind !== 'person') return [];
    const open = incidentTables
      .read(db)
      .select('incident')
      .where(visibleTo(actor))
      .where('state', 'not in', ['make-safe', 'classify', 'closed'])
      .select(['id', 'number']);
    // Two questions, because each has its index; as one with "or" it reads the whole log.
    const rows = [
      ...(await open.where('assigned_to', '=', actor.person).execute()),
      ...(await open
        .where('named_deputy', '=', actor.person)
        .where((is) => is.or([is('assigned_to', 'is', null), is('assigned_to', '!=', actor.person)]))
        .execute()),
    ];
    return rows
      .toSorted((a, b) => a.number - b.number)
      .slice(0, 20)
      .map((row) => ({
        text: `Incident ${String(row.number)} is yours`,
        href: `/incidents/${row.id}`,
        action: 'Go on with it',
        urgency: 3 as const,
      }));
  },
};

/** The log is read and signed each term (s1-117). */
const signing: Duty = {
  code: 'incident-log-sign-off',
  title: 'Sign the incident log each term',
  linesFor: async (db, actor, { now }) => {
    if (actor.kind !== 'person' || !maySign(actor, await logReviewers(db)).allowed) return [];
    const term = await termOf(db, schoolDay(now));
    const signed = await incidentTables
      .read(db)
      .select('incident_sign_off')
      .where('term', '=', term.code)
      .where('signed_by', '=', actor.person)
      .select('id')
      .executeTakeFirst();
    return signed === undefined
      ? [
          {
            text: `The incident log of ${term.label} is to be read and signed`,
            href: '/incidents/sign-off',
            action: 'Read and sign',
            urgency: 3 as const,
          },
        ]
      : [];
  },
};

export const incidentDuties: readonly Duty[] = [triage, tasks, assigned, signing];

export const incidentRetention: readonly RetentionClass[] = [
  {
    code: 'incidents',
    what: 'Incidents in which a child is named, with their chronology, sanctions and tasks',
    keptFor: '25 years, then reviewed',
    from: 'the date of birth of the youngest child in it',
    signedBy: 'Headteacher and designated safeguarding lead',
    source: 'IRMS Toolkit for schools, child protection records; Pupil Information Regulations 2005',
    due: dueIncidents,
    signers: [['head'], ['dsl', 'deputy-dsl']],
    lookAt:
      'Records that an inquiry into child abuse may ask for are not destroyed: keep or hold them. When a child moved, the school that has the file now may hold the record: ask before you sign.',
  },
  {
    code: 'incident-allegations',
    what: 'Allegations against adults who work here',
    keptFor: '10 years, or until the normal pension age if that is longer, then reviewed',
    from: 'the date of the allegation',
    signedBy: 'Headteacher, or the chair of governors',
    source: 'Keeping children safe in education, Part four',
    due: dueAllegations,
    signers: [['head', 'chair', 'vice-chair']],
    lookAt:
      'Schoolgate does not know when somebody reaches the normal pension age. Where that is later than ten years after the allegation, keep the record until then.',
  },
  {
    code: 'incident-sign-offs',
    what: 'Signatures under the log of a term',
    keptFor: '7 years',
    from: 'the signature',
    signedBy: 'Headteacher',
    source: 'Our choice: as long as reports to governors',
    due: dueSignOffs,
    signers: [['head']],
  },
];
