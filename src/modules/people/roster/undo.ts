import { z } from 'zod';

import { command, done, nothing } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { mayImport } from '../policy.ts';
import { owned } from '../rows.ts';
import { changeAccount, changePerson, findAccount, findPersonRow } from '../store.ts';
import type { Doing } from './doing.ts';
import { findIdentity, keepIdentity, twinsAmong } from './identity.ts';
import {
  closeStep,
  findImport,
  moveImport,
  nextStep,
  type StepUndo,
  type UndoClass,
  type UndoPerson,
} from './journal.ts';

/** Why somebody is left as they are when an import is undone, by code. */
export const keptWords = {
  changed: 'their record was changed after the import',
  role: 'they were given a role after the import',
  gone: 'their record is not there any more',
  twin: 'the UPN they had is somebody else’s now',
} as const;
export type KeptWhy = keyof typeof keptWords;

/**
 * Undoes the last done step of an import that is being undone. Who joined by it is noted as having left, for nothing is deleted without a
 * warrant; who changed is again as before; who left is back. Somebody changed since is left as they are, and the journal says why.
 */
export const undoRosterStep = command({
  name: 'people.undo-roster-step',
  input: z.strictObject({ id: recordId<'roster-import'>() }),
  events: peopleEvents,
  load: async (db, { id }) => {
    const found = await findImport(db, id);
    return found?.state === 'undoing' ? found : undefined;
  },
  policy: (actor) => mayImport(actor),
  prepare: nothing,
  effect: async ({ db, subject: found, now, newId }) => {
    const step = await nextStep(db, found.id, 'back');
    if (step === undefined) {
      await moveImport(db, { id: found.id, from: 'undoing', to: 'undone', at: now });
      return done(0, { name: 'roster-undone', subject: db.school, data: { import: found.id } });
    }
    const doing: Doing = { db, now, today: schoolDay(now).toString(), newId };
    const events: PeopleEvent[] = [];
    const kept: StepUndo['kept'] = [];
    for (const person of step.undo.people.toReversed()) {
      const why = await whyKept(db, person);
      if (why === undefined) events.push(await undoPerson(doing, person));
      else kept.push({ id: person.id, why });
    }
    for (const one of step.undo.classes.toReversed()) {
      const event = await undoClass(doing, one);
      if (event !== undefined) events.push(event);
    }
    await closeStep(db, step, { from: 'done', to: 'undone', undo: { people: [], classes: [], kept } });
    await moveImport(db, { id: found.id, from: 'undoing', to: 'undoing', at: now });
    // A step of which nothing could be undone leaves a row that says so.
    const [first, ...rest] = events;
    if (first === undefined) {
      return done(1, { name: 'roster-step-kept', subject: db.school, data: { import: found.id, kept: kept.length } });
    }
    return done(1, first, ...rest);
  },
  changesFilter: true,
});

/** Why a person cannot be put back; undefined when they can. */
export async function whyKept(db: ReadHandle, person: UndoPerson): Promise<KeptWhy | undefined> {
  const row = await findPersonRow(db, asId(person.id));
  if (row === undefined) return 'gone';
  if (row.version !== person.version) return 'changed';
  if (person.do === 'leave') return undefined;
  if (person.before !== null && person.before.identity !== null) {
    const twins = await twinsAmong(db, [{ person: person.id, identity: person.before.identity }]);
    if (twins.length > 0) return 'twin';
  }
  const began = person.began.flatMap((one) => (one.table === 'person_role' ? [one.id] : []));
  const roles = await owned
    .read(db)
    .select('person_role')
    .select('id')
    .where('person_id', '=', person.id)
    .where('until_day', 'is', null)
    .execute();
  const others = roles.some((role) => !began.includes(role.id));
  return person.do === 'join' && others ? 'role' : undefined;
}

async function undoPerson(doing: Doing, person: UndoPerson): Promise<PeopleEvent> {
  const { db, today } = doing;
  const id = asId<'person'>(person.id);
  for (const { table, id: period } of person.began) {
    await owned.write(db).update(table).set({ until_day: today }).where('id', '=', period).execute();
  }
  for (const { table, id: period, until } of person.ended) {
    await owned.write(db).update(table).set({ until_day: until }).where('id', '=', period).execute();
  }
  const row = { id: person.id, version: person.version };
  if (person.before === null) {
    await changePerson(db, row, { left_on: today });
    return { name: 'person-left', subject: id, data: { on: today, way: 'undo' } };
  }
  const { before } = person;
  await changePerson(db, row, {
    given_name: before.given,
    family_name: before.family,
    display_name: before.display,
    sort_name: before.sort,
    email: before.email,
    year_group: before.year,
    sourced_id: before.sourcedId,
    left_on: before.leftOn,
  });
  const identity = await findIdentity(db, person.id);
  if (identity !== undefined) {
    const nothingKept = { upn: null, birth_date: null, legal_given: null, legal_family: null, file_key: null };
    await keepIdentity(db, person.id, before.identity ?? nothingKept, identity);
  }
  if (person.login !== null) {
    const account = await findAccount(db, id);
    if (account !== undefined) await changeAccount(db, account, { login_name: person.login });
  }
  return person.do === 'leave'
    ? { name: 'person-came-back', subject: id, data: { way: 'undo' } }
    : { name: 'person-changed', subject: id, data: { way: 'undo', what: 'as-before' } };
}

/** A class that joined ends, one that changed is called as before; one changed since stays. */
async function undoClass({ db, today }: Doing, one: UndoClass): Promise<PeopleEvent | undefined> {
  const changes =
    one.do === 'add'
      ? { ended_on: today }
      : { name: one.name, year_group: one.yearGroup, sourced_id: one.sourcedId, ended_on: one.endedOn };
  const result = await owned
    .write(db)
    .update('school_class')
    .set({ ...changes, version: one.version + 1 })
    .where('id', '=', one.id)
    .where('version', '=', one.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n ? { name: 'class-changed', subject: one.id, data: { way: 'undo' } } : undefined;
}
