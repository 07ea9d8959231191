import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { formatDateTime } from '../../../platform/views/format.ts';
import { namesOf } from '../../people/index.ts';
import { yearGroupOf } from '../../school/index.ts';
import { mayAddTo } from '../commands/add-to-report.ts';
import { incidentEvents } from '../events.ts';
import { outlineOf } from '../outline.ts';
import { mayDoTask, mayFollow, mayFollowOwn, mayReadReceipt, mayReport } from '../policy.ts';
import { candidatesFor } from '../report.ts';
import { openTasksOf, reportedBy } from '../lists.ts';
import { entriesOf, incidentTables, loadIncident } from '../store.ts';
import { receivers } from '../workflow-words.ts';
import { holdersOf } from '../../people/index.ts';

/** The empty form. */
export const seeReportForm = query({
  name: 'incidents.see-report-form',
  input: z.object({}),
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReport(actor),
  answer: () => Promise.resolve(null),
  leaves: 'An empty form shows no record.',
});

/** What the reporter is told right after: who sees it now, what happens next, and which names could not be matched. */
export const seeReceipt = query({
  name: 'incidents.see-receipt',
  input: z.object({ id: recordId<'incident'>() }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayReadReceipt(actor, incident.reporter),
  answer: async (db, { subject, now }) => {
    const open = subject.people.filter((each) => each.person === null && each.withdrawnAt === null);
    const unmatched = [];
    for (const each of open) {
      const found = await candidatesFor(db, each.typedName, now);
      unmatched.push({
        part: each.id,
        typed: each.typedName,
        candidates: found.map((person) => ({
          value: person.id,
          text: person.name,
          hint: person.pupil === null ? 'Adult' : (yearGroupOf(person.pupil.yearGroup)?.label ?? ''),
        })),
      });
    }
    const holders = await Promise.all(receivers[subject.receivedBy].roles.map((role) => holdersOf(db, role, now)));
    return {
      id: subject.id,
      number: subject.number,
      danger: subject.danger,
      receivedBy: receivers[subject.receivedBy].words,
      isReceived: holders.some((each) => each.length > 0),
      isAllegation: subject.receivedBy !== 'general',
      unmatched,
    };
  },
  leaves: 'It shows the reporter what they just wrote themselves, and nothing that came after.',
});

/** What somebody reported, in outline, and the tasks given to them. */
export const seeMine = query({
  name: 'incidents.see-mine',
  input: z.object({}),
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayFollowOwn(actor),
  answer: async (db, { actor }) => {
    if (actor.kind !== 'person') return { reports: [], tasks: [] };
    const reports = await reportedBy(db, actor.person);
    const tasks = await openTasksOf(db, actor.person);
    return {
      reports: reports.map((each) => outlineOf(each)),
      tasks: tasks.map((each) => ({ id: each.id, at: formatDateTime(each.asked_at) })),
    };
  },
  leaves: 'People see the outline of their own reports, and that tasks were given to them.',
});

/** One own report in outline: what they wrote, and where it stands. Of an allegation only that it was received. */
export const seeMyReport = query({
  name: 'incidents.see-my-report',
  input: z.object({ id: recordId<'incident'>() }),
  events: incidentEvents,
  load: (db, input) => loadIncident(db, input.id),
  policy: (actor, incident) => mayFollow(actor, incident.reporter),
  answer: async (db, { subject, actor }) => {
    const outline = outlineOf(subject);
    const isQuiet = outline.isQuiet;
    const entries = isQuiet ? [] : await entriesOf(db, subject.id);
    return {
      outline,
      id: subject.id,
      canAdd: mayAddTo(actor, subject).allowed && subject.state !== 'closed',
      written: entries
        .filter((each) => ['report', 'addition'].includes(each.kind) && each.author === subject.reporter)
        .map((each) => ({ at: formatDateTime(each.at), words: each.words })),
    };
  },
  leaves: 'People see what they wrote themselves and a word about where it stands.',
});

/** The form to add to an own report: the same outline, for those who may add. */
export const seeAddForm = query({
  ...seeMyReport,
  name: 'incidents.see-add-form',
  policy: (actor, incident) => mayAddTo(actor, incident),
});

/** One task, for whoever was given it: its words and nothing else of the incident. */
export const seeTask = query({
  name: 'incidents.see-my-task',
  input: z.object({ task: recordId<'incident-task'>() }),
  events: incidentEvents,
  load: (db, input) =>
    incidentTables.read(db).select('incident_task').where('id', '=', input.task).selectAll().executeTakeFirst(),
  policy: (actor, task) => mayDoTask(actor, task.person_id),
  answer: async (db, { subject }) => ({
    id: subject.id,
    words: subject.words,
    by: [...(await namesOf(db, [subject.asked_by])).values()][0] ?? 'the school',
    at: formatDateTime(subject.asked_at),
    done: subject.done_at === null ? null : formatDateTime(subject.done_at),
  }),
  leaves: (_value, { subject }) => [
    { name: 'incident-viewed' as const, subject: subject.incident_id, data: { page: 'task-given' } },
  ],
});
