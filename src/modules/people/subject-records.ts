import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { roleLabels, roles } from '../../platform/access/roles.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDate } from '../../platform/views/format.ts';
import type { SubjectRecords } from '../module.ts';
import { linkedPeople, namesOf } from './lists.ts';
import { owned } from './rows.ts';

/** What this module holds about somebody, for a copy of it. Log-ins and second steps are named, never their secrets. */
export const peopleRecords: SubjectRecords = {
  title: 'Record of the person',
  pieces: async (db, { person, now }) => {
    const t = owned.read(db);
    const row = await t.select('person').where('id', '=', person).selectAll().executeTakeFirst();
    if (row === undefined) return [];
    const identity = await t
      .select('person_identity')
      .where('person_id', '=', person)
      .select(['upn', 'birth_date', 'legal_given', 'legal_family'])
      .executeTakeFirst();
    const held = await t
      .select('person_role')
      .where('person_id', '=', person)
      .select(['role', 'from_day', 'until_day'])
      .orderBy('from_day')
      .execute();
    const classes = await t
      .select('class_member')
      .innerJoin('school_class', 'school_class.id', 'class_member.class_id')
      .where('class_member.person_id', '=', person)
      .select(['school_class.name', 'class_member.part', 'class_member.from_day', 'class_member.until_day'])
      .orderBy('class_member.from_day')
      .execute();
    const account = await t
      .select('account')
      .where('person_id', '=', person)
      .select(['login_name', 'closed_at'])
      .executeTakeFirst();
    const contacts = await linkedPeople(db, person);
    const children = await t
      .select('guardian')
      .where('contact_id', '=', person)
      .select(['pupil_id', 'relation'])
      .execute();
    const names = await namesOf(
      db,
      children.map((one) => one.pupil_id),
    );
    const between = (from: string, until: string | null): string =>
      until === null ? `from ${formatDate(from)}` : `${formatDate(from)} to ${formatDate(until)}`;
    const line = (label: string, value: string | null | undefined): readonly string[] =>
      value === null || value === undefined || value === '' ? [] : [`${label}: ${value}`];
    return [
      {
        key: `person:${person}`,
        title: 'Record of the person',
        on: schoolDay(now),
        readers: 'preparers',
        lines: [
          `Name: ${row.given_name} ${row.family_name}`,
          ...line('Legal name', [identity?.legal_given, identity?.legal_family].filter(Boolean).join(' ')),
          ...line('Date of birth', dayIn(identity?.birth_date)),
          ...line('Unique pupil number', identity?.upn),
          ...line('E-mail', row.email),
          ...line('Year', row.year_group),
          ...line('Left on', row.left_on === null ? null : formatDate(row.left_on)),
          ...held.map(
            (one) =>
              `Role: ${roleLabels[roles.find((role) => role === one.role) ?? 'staff']}, ${between(one.from_day, one.until_day)}`,
          ),
          ...classes.map((one) => `Class: ${one.name}, ${between(one.from_day, one.until_day)}`),
          ...contacts.map((one) => `Contact: ${one.name} (${one.relation})`),
          ...children.map(
            (one) => `Child: ${names.get(asId<'person'>(one.pupil_id)) ?? 'not here any more'} (${one.relation})`,
          ),
          ...line('Log-in name', account?.login_name),
        ],
      },
    ];
  },
};

/** A date of birth as people read it; as it was typed where it is none. */
function dayIn(text: string | null | undefined): string {
  return /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? formatDate(text ?? '') : (text ?? '');
}

/** Names that a copy for somebody leaves out unless its preparer decides otherwise: every other pupil, and every parent and contact, their own among them. */
export async function namesOfOthers(
  db: ReadHandle,
  subject: PersonId,
): Promise<
  readonly { readonly name: string; readonly given: string; readonly family: string; readonly pupil: boolean }[]
> {
  const rows = await owned
    .read(db)
    .select('person')
    .where('kind', 'in', ['pupil', 'contact'])
    .select(['id', 'kind', 'display_name', 'given_name', 'family_name'])
    .execute();
  return rows
    .filter((row) => row.id !== subject)
    .map((row) => ({
      name: row.display_name,
      given: row.given_name,
      family: row.family_name,
      pupil: row.kind === 'pupil',
    }));
}
