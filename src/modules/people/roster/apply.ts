import { z } from 'zod';

import { command, done, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { mayImport } from '../policy.ts';
import { owned } from '../rows.ts';
import {
  addAccount,
  addClass,
  addGuardian,
  addPerson,
  addRole,
  changeAccount,
  changePerson,
  displayName,
  endGuardian,
  endRole,
  findAccount,
  findPersonRow,
  joinClass,
  leaveClass,
  loginNameIsFree,
  rolePeriods,
  sortName,
  type AccountMade,
} from '../store.ts';
import { classChange, personChange, type ClassChange, type PersonChange } from './changes.ts';

/** So many people are changed in one transaction: each batch is far below what a page would notice. */
export const BATCH = 10;

interface Doing {
  readonly db: WriteHandle;
  readonly now: Temporal.Instant;
  readonly today: string;
  readonly newId: () => string;
}

/** Changes up to a batch of classes and people, as a plan said. Only the import itself runs it, as the person who imports. */
export const applyRosterChanges = command({
  name: 'people.apply-roster-changes',
  input: z.strictObject({
    classes: z.array(classChange).max(200),
    people: z.array(personChange).max(BATCH),
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayImport,
  prepare: nothing,
  effect: async ({ db, input, now, newId }) => {
    const doing: Doing = { db, now, today: schoolDay(now).toString(), newId };
    const events: PeopleEvent[] = [];
    for (const change of input.classes) events.push(await applyClass(doing, change));
    for (const change of input.people) events.push(...(await applyPerson(doing, change)));
    const [first, ...rest] = events;
    if (first === undefined) throw new TypeError('a batch of an import must hold a change');
    return done(events.length, first, ...rest);
  },
  changesFilter: true,
});

/** Thrown when the records are not what the plan was made from: the batch is undone and the plan is looked at again. */
function changedMeanwhile(): Refused {
  return new Refused(
    'SG-CHANGED',
    'Somebody changed people while the roster was imported. Look at it again and go on.',
  );
}

async function applyClass({ db, today, newId }: Doing, change: ClassChange): Promise<PeopleEvent> {
  const row = await owned
    .read(db)
    .select('school_class')
    .selectAll()
    .where('sourced_id', '=', change.sourcedId)
    .executeTakeFirst();
  if (change.do === 'add') {
    if (row !== undefined) throw changedMeanwhile();
    const id = newId();
    await addClass(db, { id, name: change.title, yearGroup: change.yearGroup, sourcedId: change.sourcedId });
    return { name: 'class-added', subject: id, data: { way: 'import' } };
  }
  if (row === undefined) throw changedMeanwhile();
  await owned
    .write(db)
    .update('school_class')
    .set({
      name: change.title,
      year_group: change.yearGroup,
      ended_on: change.do === 'end' ? today : null,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .execute();
  return { name: 'class-changed', subject: row.id, data: { way: 'import' } };
}

async function applyPerson(doing: Doing, change: PersonChange): Promise<readonly PeopleEvent[]> {
  const { db, now, today, newId } = doing;
  if (change.do === 'join') {
    const id: PersonId = asId(newId());
    await addPerson(
      db,
      {
        id,
        kind: change.kind,
        given: change.given,
        family: change.family,
        email: change.email,
        yearGroup: change.yearGroup,
        sourcedId: change.sourcedId,
      },
      now,
    );
    const made = change.kind === 'adult' ? await makeStaff(doing, id, change.email) : [];
    await joinAndLink(doing, id, change);
    return [{ name: 'person-added', subject: id, data: { kind: change.kind, way: 'import' } }, ...made];
  }
  const row = change.id === null ? undefined : await findPersonRow(db, asId(change.id));
  if (row === undefined) throw changedMeanwhile();
  const id: PersonId = asId(row.id);
  for (const membership of change.leaves) await leaveClass(db, membership, today);
  for (const link of change.unlinks) await endGuardian(db, link, today);
  if (change.do === 'leave') {
    for (const period of await rolePeriods(db, id)) {
      if (period.until_day === null || period.until_day > today) await endRole(db, period.id, today);
    }
    await changePerson(db, row, { left_on: today });
    return [{ name: 'person-left', subject: id, data: { on: today, way: 'import' } }];
  }
  const renamed = change.what.includes('name');
  await changePerson(db, row, {
    given_name: change.given,
    family_name: change.family,
    sort_name: sortName(change),
    // A name somebody is called by (Mrs Okafor) stays until their name itself changes.
    ...(renamed ? { display_name: displayName(change) } : {}),
    email: change.email,
    year_group: change.yearGroup,
    sourced_id: change.sourcedId,
    left_on: null,
  });
  const made: AccountMade[] = [];
  if (change.kind === 'adult') {
    if (change.what.includes('role')) made.push(...(await makeStaff(doing, id, null)));
    made.push(...(await followEmail(doing, id, row.email, change.email)));
  }
  await joinAndLink(doing, id, change);
  const back = change.what.includes('came-back');
  return [
    ...(back ? [{ name: 'person-came-back', subject: id, data: { way: 'import' } } as const] : []),
    {
      name: 'person-changed',
      subject: id,
      data: { way: 'import', what: change.what.filter((one) => one !== 'came-back').join('.') || 'nothing-else' },
    },
    ...made,
  ];
}

async function makeStaff(
  { db, now, today, newId }: Doing,
  person: PersonId,
  email: string | null,
): Promise<readonly AccountMade[]> {
  await addRole(db, { id: newId(), person, role: 'staff', from: today, until: null });
  if (email === null || !(await loginNameIsFree(db, email, person))) return [];
  return [await addAccount(db, { person, sort: 'adult', loginName: email, hash: null }, now)];
}

/** Adults sign in with their e-mail address: when it changes, the log-in follows, unless it was given another name by hand. */
async function followEmail(
  { db, now }: Doing,
  person: PersonId,
  before: string | null,
  after: string | null,
): Promise<readonly AccountMade[]> {
  if (after === null || !(await loginNameIsFree(db, after, person))) return [];
  const account = await findAccount(db, person);
  if (account === undefined)
    return [await addAccount(db, { person, sort: 'adult', loginName: after, hash: null }, now)];
  if (account.login_name === before && before !== after) await changeAccount(db, account, { login_name: after });
  return [];
}

async function joinAndLink({ db, today, newId }: Doing, person: PersonId, change: PersonChange): Promise<void> {
  for (const join of change.joins) {
    const found = await owned
      .read(db)
      .select('school_class')
      .select('id')
      .where('sourced_id', '=', join.classId)
      .executeTakeFirst();
    if (found === undefined) throw changedMeanwhile();
    await joinClass(db, {
      id: newId(),
      classId: found.id,
      person,
      part: join.part,
      from: join.from,
      until: join.until,
    });
  }
  for (const link of change.links) {
    const contact = await owned
      .read(db)
      .select('person')
      .select('id')
      .where('sourced_id', '=', link.contact)
      .executeTakeFirst();
    if (contact === undefined) throw changedMeanwhile();
    await addGuardian(db, {
      id: newId(),
      contact: asId(contact.id),
      pupil: person,
      relation: link.relation,
      from: today,
    });
  }
}
