import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import type { PeopleEvent } from '../events.ts';
import { owned, type PeopleTables } from '../rows.ts';
import {
  addAccount,
  addRole,
  changeAccount,
  changePerson,
  displayName,
  endGuardian,
  endRole,
  findAccount,
  findPersonRow,
  leaveClass,
  loginNameIsFree,
  rolePeriods,
  sortName,
  type PersonRow,
} from '../store.ts';
import type { PersonChange } from './changes.ts';
import { changedMeanwhile, type Doing } from './doing.ts';
import { findIdentity, keepIdentity, type Identity } from './identity.ts';
import type { Before, UndoPerson } from './journal.ts';

/** Ids of classes and contacts by their roster ids. */
export interface LookedUp {
  readonly classes: ReadonlyMap<string, string>;
  readonly contacts: ReadonlyMap<string, string>;
}

/** What doing a change gathers: the rows of the trail, and what its undoing needs. */
export interface Gathered {
  readonly events: PeopleEvent[];
  readonly began: UndoPerson['began'];
  readonly ended: UndoPerson['ended'];
  login: string | null;
}

/** Does to one person who is here already what the plan said. Throws `Refused` SG-CHANGED when their record is not what it was then. */
export async function applyPerson(
  doing: Doing,
  change: PersonChange,
  looked: LookedUp,
): Promise<{ events: readonly PeopleEvent[]; undo: UndoPerson }> {
  const gathered: Gathered = { events: [], began: [], ended: [], login: null };
  const id = await one(doing, change, looked, gathered);
  const { began, ended, login, events } = gathered;
  return {
    events,
    undo: { id: id.person, do: change.do, version: id.version, before: id.before, began, ended, login },
  };
}

async function one(
  doing: Doing,
  change: PersonChange,
  looked: LookedUp,
  gathered: Gathered,
): Promise<{ person: PersonId; version: number; before: Before | null }> {
  const row = change.id === null ? undefined : await findPersonRow(doing.db, asId(change.id));
  if (row?.version !== change.version) throw changedMeanwhile();
  const person: PersonId = asId(row.id);
  const identity = await findIdentity(doing.db, row.id);
  const before = beforeOf(row, identity);
  await endPeriods(doing, person, change, gathered);
  if (change.do === 'leave') {
    await changePerson(doing.db, row, { left_on: change.leftOn });
    gathered.events.push({
      name: 'person-left',
      subject: person,
      data: { on: change.leftOn ?? doing.today, way: 'import' },
    });
    return { person, version: row.version + 1, before };
  }
  const renamed = change.what.includes('name');
  await changePerson(doing.db, row, {
    given_name: change.given,
    family_name: change.family,
    sort_name: sortName(change),
    // A name somebody is called by (Mrs Okafor) stays until their name itself changes.
    ...(renamed ? { display_name: displayName(change) } : {}),
    email: change.email,
    year_group: change.yearGroup,
    sourced_id: change.sourcedId,
    left_on: change.leftOn,
  });
  if (change.identity !== null) await keepIdentity(doing.db, row.id, columnsOf(change.identity), identity);
  const back = change.what.includes('came-back');
  if (back) gathered.events.push({ name: 'person-came-back', subject: person, data: { way: 'import' } });
  gathered.events.push({
    name: 'person-changed',
    subject: person,
    data: { way: 'import', what: change.what.filter((code) => code !== 'came-back').join('.') || 'nothing-else' },
  });
  if (change.kind === 'adult') {
    if (change.what.includes('role')) await makeStaff(doing, person, null, gathered);
    await followEmail(doing, person, row.email, change.email, gathered);
  }
  const rows = belongings(doing, person, change, looked);
  await owned.write(doing.db).insertAll('class_member', rows.members);
  await owned.write(doing.db).insertAll('guardian', rows.guardians);
  gathered.began.push(...begun(rows));
  return { person, version: row.version + 1, before };
}

/** Ends what a change ends: memberships, links and, of somebody who leaves, their roles. Each remembers the end it had before. */
async function endPeriods(doing: Doing, person: PersonId, change: PersonChange, gathered: Gathered): Promise<void> {
  const { db, today } = doing;
  for (const membership of change.leaves) {
    gathered.ended.push({
      table: 'class_member',
      id: membership,
      until: await endOf(doing, 'class_member', membership),
    });
    await leaveClass(db, membership, today);
  }
  for (const link of change.unlinks) {
    gathered.ended.push({ table: 'guardian', id: link, until: await endOf(doing, 'guardian', link) });
    await endGuardian(db, link, today);
  }
  if (change.do !== 'leave') return;
  for (const period of await rolePeriods(db, person)) {
    if (period.until_day !== null && period.until_day <= today) continue;
    gathered.ended.push({ table: 'person_role', id: period.id, until: period.until_day });
    await endRole(db, period.id, today);
  }
}

async function endOf({ db }: Doing, table: 'class_member' | 'guardian', id: string): Promise<string | null> {
  const row = await owned.read(db).select(table).select('until_day').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw changedMeanwhile();
  return row.until_day;
}

/** The rows that put somebody into classes, and a pupil together with their contacts. */
export function belongings(
  { today, newId }: Doing,
  person: PersonId,
  change: PersonChange,
  looked: LookedUp,
): Belongings {
  return {
    members: change.joins.map((join) => {
      const classId = join.id ?? looked.classes.get(join.classId);
      if (classId === undefined) throw changedMeanwhile();
      return {
        id: newId(),
        class_id: classId,
        person_id: person,
        part: join.part,
        from_day: join.from,
        until_day: join.until ?? change.leftOn,
      };
    }),
    guardians: change.links.map((link) => {
      const contact = link.id ?? looked.contacts.get(link.contact);
      if (contact === undefined) throw changedMeanwhile();
      return {
        id: newId(),
        contact_id: contact,
        pupil_id: person,
        relation: link.relation,
        from_day: today,
        until_day: null,
      };
    }),
  };
}

/** Rows of memberships and links to be added. */
export interface Belongings {
  readonly members: readonly Omit<PeopleTables['class_member'], 'school_id'>[];
  readonly guardians: readonly Omit<PeopleTables['guardian'], 'school_id'>[];
}

/** What a step began by them, for its undoing. */
export function begun({ members, guardians }: Belongings): UndoPerson['began'] {
  return [
    ...members.map((row) => ({ table: 'class_member' as const, id: row.id })),
    ...guardians.map((row) => ({ table: 'guardian' as const, id: row.id })),
  ];
}

/** Makes somebody staff, with a log-in where they have an address. */
export async function makeStaff(
  { db, now, today, newId }: Doing,
  person: PersonId,
  email: string | null,
  gathered: Gathered,
): Promise<void> {
  const id = newId();
  await addRole(db, { id, person, role: 'staff', from: today, until: null });
  gathered.began.push({ table: 'person_role', id });
  if (email === null || !(await loginNameIsFree(db, email, person))) return;
  gathered.events.push(await addAccount(db, { person, sort: 'adult', loginName: email, hash: null }, now));
}

/** Adults sign in with their e-mail address: when it changes, the log-in follows, unless it was given another name by hand. */
async function followEmail(
  { db, now }: Doing,
  person: PersonId,
  before: string | null,
  after: string | null,
  gathered: Gathered,
): Promise<void> {
  if (after === null || !(await loginNameIsFree(db, after, person))) return;
  const account = await findAccount(db, person);
  if (account === undefined) {
    gathered.events.push(await addAccount(db, { person, sort: 'adult', loginName: after, hash: null }, now));
  } else if (account.login_name === before && before !== after) {
    await changeAccount(db, account, { login_name: after });
    gathered.login = before;
  }
}

/** What is kept of somebody, as columns. */
export function columnsOf(identity: NonNullable<PersonChange['identity']>): Identity {
  return {
    upn: identity.upn,
    birth_date: identity.birthDate,
    legal_given: identity.legalGiven,
    legal_family: identity.legalFamily,
    file_key: identity.fileKey,
  };
}

function beforeOf(row: PersonRow, identity: Identity | undefined): Before {
  return {
    given: row.given_name,
    family: row.family_name,
    display: row.display_name,
    sort: row.sort_name,
    email: row.email,
    year: row.year_group,
    sourcedId: row.sourced_id,
    leftOn: row.left_on,
    identity:
      identity === undefined
        ? null
        : {
            upn: identity.upn,
            birth_date: identity.birth_date,
            legal_given: identity.legal_given,
            legal_family: identity.legal_family,
            file_key: identity.file_key,
          },
  };
}
