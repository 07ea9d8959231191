import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type Id, type PersonId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { owned } from './rows.ts';

/** Somebody as a typed name is compared with. People who have left are listed too: a record may be about them. */
export interface ListedPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly kind: 'adult' | 'pupil';
  readonly yearGroup: string | null;
  /** Names of the classes they are in today: pupils only. */
  readonly classes: readonly string[];
  readonly here: boolean;
}

/** Everybody the school knows but parents, by family name: for forms and files in which people are named by what they are called. */
export const peopleDirectory = readOnce(async (db, now: Temporal.Instant): Promise<readonly ListedPerson[]> => {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person')
    .select(['id', 'kind', 'display_name', 'year_group', 'left_on'])
    .where('kind', 'in', ['adult', 'pupil'])
    .orderBy('sort_name')
    .execute();
  const members = await owned
    .read(db)
    .select('class_member')
    .innerJoin('school_class', 'school_class.id', 'class_member.class_id')
    .select(['class_member.person_id', 'school_class.name'])
    .where('class_member.part', '=', 'pupil')
    .where('class_member.from_day', '<=', today)
    .where((is) => is.or([is('class_member.until_day', 'is', null), is('class_member.until_day', '>', today)]))
    .orderBy('school_class.name')
    .execute();
  const classes = new Map<string, string[]>();
  for (const { person_id: person, name } of members) classes.set(person, [...(classes.get(person) ?? []), name]);
  return rows.map((row) => ({
    id: asId(row.id),
    name: row.display_name,
    kind: row.kind === 'pupil' ? 'pupil' : 'adult',
    yearGroup: row.year_group,
    classes: classes.get(row.id) ?? [],
    here: row.left_on === null || row.left_on > today,
  }));
});

/** The classes of the school, by name; those that have ended are marked. */
export async function classDirectory(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { readonly id: Id<'class'>; readonly name: string; readonly here: boolean }[]> {
  const today = schoolDay(now).toString();
  const rows = await owned.read(db).select('school_class').select(['id', 'name', 'ended_on']).orderBy('name').execute();
  return rows.map((row) => ({
    id: asId(row.id),
    name: row.name,
    here: row.ended_on === null || row.ended_on > today,
  }));
}
