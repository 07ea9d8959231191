import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../platform/ids/ids.ts';
import { owned } from './rows.ts';

/** The classes a person is or was in, as pupil or teacher, newest first. */
export async function membershipsOf(db: ReadHandle, person: PersonId) {
  return owned
    .read(db)
    .select('class_member')
    .innerJoin('school_class', 'school_class.id', 'class_member.class_id')
    .select(['school_class.name', 'class_member.part', 'class_member.from_day', 'class_member.until_day'])
    .where('class_member.person_id', '=', person)
    .orderBy('class_member.from_day', 'desc')
    .orderBy('school_class.name')
    .execute();
}

/** The pupils a contact belongs to on the day `today` (ISO). */
export async function pupilsOf(db: ReadHandle, contact: PersonId, today: string) {
  return owned
    .read(db)
    .select('guardian')
    .innerJoin('person', 'person.id', 'guardian.pupil_id')
    .select(['person.id', 'person.display_name as name', 'guardian.relation'])
    .where('guardian.contact_id', '=', contact)
    .where((is) => is.or([is('guardian.until_day', 'is', null), is('guardian.until_day', '>', today)]))
    .orderBy('person.sort_name')
    .execute();
}
