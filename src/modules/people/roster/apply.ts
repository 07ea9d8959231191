import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { mayImport } from '../policy.ts';
import { owned } from '../rows.ts';
import { applyJoiners } from './apply-joiners.ts';
import { applyPerson } from './apply-person.ts';
import { changedMeanwhile, type Doing } from './doing.ts';
import type { ClassChange } from './changes.ts';
import { closeStep, findImport, moveImport, nextStep, type UndoClass, type UndoPerson } from './journal.ts';
import { addClass } from '../store.ts';

/**
 * Takes the next step of an import that is running: some classes, or some people, as the plan said, with a row in the trail for each. The
 * last step ends the import. Gives how many steps are left to take: 0 or 1 and more. Only the import itself runs it, as the person who
 * imports.
 */
export const takeRosterStep = command({
  name: 'people.take-roster-step',
  input: z.strictObject({ id: recordId<'roster-import'>() }),
  events: peopleEvents,
  load: async (db, { id }) => {
    const found = await findImport(db, id);
    return found?.state === 'running' ? found : undefined;
  },
  policy: (actor) => mayImport(actor),
  prepare: nothing,
  effect: async ({ db, subject: found, now, newId }) => {
    const step = await nextStep(db, found.id, 'on');
    const counts = {
      joiners: found.joiners,
      movers: found.movers,
      leavers: found.leavers,
      refusals: found.refusals,
    };
    const over: PeopleEvent = { name: 'roster-imported', subject: db.school, data: { import: found.id, ...counts } };
    if (step === undefined) {
      await moveImport(db, { id: found.id, from: 'running', to: 'done', at: now });
      return done(0, over);
    }
    const doing: Doing = { db, now, today: schoolDay(now).toString(), newId };
    const events: PeopleEvent[] = [];
    const classes: UndoClass[] = [];
    const people: UndoPerson[] = [];
    for (const change of step.changes.classes) {
      const { event, undo } = await applyClass(doing, change);
      events.push(event);
      classes.push(undo);
    }
    const known = await lookUp(db, step.changes.people);
    const joiners = step.changes.people.filter((one) => one.do === 'join');
    const joined = await applyJoiners(doing, joiners, known);
    events.push(...joined.events);
    people.push(...joined.undo);
    for (const change of step.changes.people) {
      if (change.do === 'join') continue;
      const { events: left, undo } = await applyPerson(doing, change, known);
      events.push(...left);
      people.push(undo);
    }
    await closeStep(db, step, { from: 'waiting', to: 'done', undo: { people, classes, kept: [] } });
    const last = (found.steps ?? 0) <= step.position + 1;
    await moveImport(db, { id: found.id, from: 'running', to: last ? 'done' : 'running', at: now });
    if (last) events.push(over);
    const [first, ...rest] = events;
    if (first === undefined) return failed('', 'This step of the import holds nothing');
    return done(last ? 0 : 1, first, ...rest);
  },
  changesFilter: true,
});

async function applyClass(
  { db, today, newId }: Doing,
  change: ClassChange,
): Promise<{ event: PeopleEvent; undo: UndoClass }> {
  if (change.do === 'add') {
    const id = newId();
    await addClass(db, { id, name: change.title, yearGroup: change.yearGroup, sourcedId: change.sourcedId });
    const undo: UndoClass = {
      id,
      do: 'add',
      version: 1,
      name: change.title,
      yearGroup: null,
      sourcedId: null,
      endedOn: null,
    };
    return { event: { name: 'class-added', subject: id, data: { way: 'import' } }, undo };
  }
  const row = await owned
    .read(db)
    .select('school_class')
    .selectAll()
    .where('id', '=', change.id ?? '')
    .executeTakeFirst();
  if (row === undefined) throw changedMeanwhile();
  await owned
    .write(db)
    .update('school_class')
    .set({
      name: change.title,
      year_group: change.yearGroup,
      sourced_id: change.sourcedId,
      ended_on: change.do === 'end' ? today : null,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
  const undo: UndoClass = {
    id: row.id,
    do: change.do,
    version: row.version + 1,
    name: row.name,
    yearGroup: row.year_group,
    sourcedId: row.sourced_id,
    endedOn: row.ended_on,
  };
  return { event: { name: 'class-changed', subject: row.id, data: { way: 'import' } }, undo };
}

/** Records that this step's people lead to by roster ids, looked up at once: classes and contacts that earlier steps made. */
async function lookUp(
  db: WriteHandle,
  people: readonly {
    joins: readonly { classId: string; id: string | null }[];
    links: readonly { contact: string; id: string | null }[];
  }[],
): Promise<{ classes: ReadonlyMap<string, string>; contacts: ReadonlyMap<string, string> }> {
  const classes = people.flatMap((one) => one.joins.flatMap((join) => (join.id === null ? [join.classId] : [])));
  const contacts = people.flatMap((one) => one.links.flatMap((link) => (link.id === null ? [link.contact] : [])));
  return { classes: await idsOf(db, 'school_class', classes), contacts: await idsOf(db, 'person', contacts) };
}

async function idsOf(
  db: WriteHandle,
  table: 'school_class' | 'person',
  sourced: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sourced.length === 0) return new Map();
  const rows =
    table === 'person'
      ? await owned
          .read(db)
          .select('person')
          .select(['id', 'sourced_id'])
          .where('sourced_id', 'in', [...new Set(sourced)])
          .execute()
      : await owned
          .read(db)
          .select('school_class')
          .select(['id', 'sourced_id'])
          .where('sourced_id', 'in', [...new Set(sourced)])
          .execute();
  return new Map(rows.map((row) => [row.sourced_id ?? '', row.id]));
}
