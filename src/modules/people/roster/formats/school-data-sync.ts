import type { PersonKind, Relation } from '../../words.ts';
import { readDay } from '../days.ts';
import { yearOfGrades, yearOfWord } from '../grades.ts';
import type { CsvShape } from '../read-csv.ts';
import { checkPerson } from './check-person.ts';
import { gathering, unusable, type Roster, type RosterPerson, type RosterTexts } from './roster.ts';
import { readTable, takeClasses, takeEnrollments, textOf, withYears } from './tables.ts';

const standard = 'School Data Sync V2.1';
const shape = <Column extends string>(
  file: string,
  required: readonly Column[],
  optional: readonly Column[],
): CsvShape<Column> => ({ file, standard, required, optional });

const orgsShape = shape('orgs.csv', ['sourcedId', 'name', 'type'], []);
const usersShape = shape(
  'users.csv',
  ['sourcedId', 'username'],
  ['givenName', 'familyName', 'email', 'activeDirectoryMatchId'],
);
const rolesShape = shape(
  'roles.csv',
  ['userSourcedId', 'orgSourcedId', 'role'],
  ['sessionSourcedId', 'grade', 'isPrimary', 'roleStartDate', 'roleEndDate'],
);
const classesShape = shape('classes.csv', ['sourcedId', 'orgSourcedId', 'title'], []);
const enrollmentsShape = shape('enrollments.csv', ['classSourcedId', 'userSourcedId', 'role'], []);
const demographicsShape = shape('demographics.csv', ['userSourcedId'], ['birthDate']);
const relationshipsShape = shape(
  'relationships.csv',
  ['userSourcedId', 'relationshipUserSourcedId', 'relationshipRole'],
  [],
);
/** Read only to see that they can be read. */
const sessionsShape = shape('academicSessions.csv', ['sourcedId', 'title'], []);

/** Roles that the standard groups with neither staff nor students; every other role is one of staff. */
const contactRoles: ReadonlyMap<string, Relation> = new Map([
  ['parent', 'parent'],
  ['guardian', 'guardian'],
  ['relative', 'relative'],
  ['father', 'parent'],
  ['mother', 'parent'],
  ['stepparent', 'parent'],
  ['grandparent', 'relative'],
  ['aunt', 'relative'],
  ['uncle', 'relative'],
  ['fostermother', 'carer'],
  ['fosterfather', 'carer'],
  ['carer', 'carer'],
] as const);
/** The schools of orgs.csv are of this type; the others are authorities and trusts above them. */
const SCHOOL = 'school';
const MOST_ROLE = 40;

/**
 * Reads a School Data Sync V2.1 folder. Without relationships.csv it says nothing of parents; without classes.csv and enrollments.csv
 * nothing of classes. `today` is the ISO day on which roles begin and end.
 */
export async function readSchoolDataSync(texts: RosterTexts, today: string): Promise<Roster> {
  const gather = gathering();
  const withClasses = textOf(texts, 'classes.csv') !== undefined;
  const read = {
    orgs: await readTable(texts, orgsShape, gather, true),
    users: await readTable(texts, usersShape, gather, true),
    roles: await readTable(texts, rolesShape, gather, true),
    classes: await readTable(texts, classesShape, gather, false),
    enrollments: await readTable(texts, enrollmentsShape, gather, withClasses),
    demographics: await readTable(texts, demographicsShape, gather, false),
    relationships: await readTable(texts, relationshipsShape, gather, false),
    sessions: await readTable(texts, sessionsShape, gather, false),
  };
  let usable = Object.values(read).every((one) => one.usable);
  const schools = read.orgs.rows.filter((row) => row.values.type.toLowerCase() === SCHOOL);
  if (schools.length > 1) {
    gather.refuse(
      { file: 'orgs.csv', line: schools[1]?.line ?? 0 },
      'It holds more than one school.',
      'Export one school at a time.',
    );
    usable = false;
  }
  if (!usable) return unusable(gather);
  const relations = read.relationships.rows;
  const contacts = new Map<string, Relation>();
  const agentsOf = new Map<string, { id: string; relation: Relation }[]>();
  for (const { values } of relations) {
    const relation = contactRoles.get(values.relationshipRole.toLowerCase()) ?? 'carer';
    contacts.set(values.relationshipUserSourcedId, relation);
    const mine = agentsOf.get(values.userSourcedId) ?? [];
    mine.push({ id: values.relationshipUserSourcedId, relation });
    agentsOf.set(values.userSourcedId, mine);
  }

  interface Role {
    readonly role: string;
    readonly grade: string;
    readonly over: boolean;
    readonly until: string;
  }
  const rolesOf = new Map<string, Role[]>();
  for (const { line, values } of read.roles.rows) {
    const from = readDay(values.roleStartDate, 'day-first', 2100);
    const until = readDay(values.roleEndDate, 'day-first', 2100);
    if (from === undefined || until === undefined) {
      gather.refuse(
        {
          file: 'roles.csv',
          line,
          column: from === undefined ? 'roleStartDate' : 'roleEndDate',
          id: values.userSourcedId,
        },
        'A date is not written like 2026-09-01.',
        'Correct it in the school’s records.',
      );
      continue;
    }
    const mine = rolesOf.get(values.userSourcedId) ?? [];
    const role = { role: values.role, grade: values.grade, over: until !== '' && until < today, until };
    if (values.isPrimary.toLowerCase() === 'true') mine.unshift(role);
    else mine.push(role);
    rolesOf.set(values.userSourcedId, mine);
  }
  const births = new Map(read.demographics.rows.map((row) => [row.values.userSourcedId, row.values.birthDate]));

  const seen = new Set<string>();
  const people: RosterPerson[] = [];
  for (const { line, values } of read.users.rows) {
    const mine = rolesOf.get(values.sourcedId) ?? [];
    const current = mine.find((one) => !one.over) ?? mine[0];
    const relation = contacts.get(values.sourcedId);
    if (current === undefined && relation === undefined) {
      gather.refuse(
        { file: 'users.csv', line, column: 'sourcedId', id: values.sourcedId },
        'The person has no role in roles.csv.',
        'Export both files at the same time.',
      );
      continue;
    }
    const kind: PersonKind = kindOf(current?.role);
    const grade = mine.find((one) => one.grade !== '')?.grade ?? '';
    const birth = births.get(values.sourcedId);
    const ends = mine.every((one) => one.until !== '')
      ? mine
          .map((one) => one.until)
          .toSorted()
          .at(-1)
      : undefined;
    const named = nameOf(values);
    const person = checkPerson(
      {
        file: 'users.csv',
        line,
        id: values.sourcedId === '' ? ' ' : values.sourcedId,
        kind,
        relation: kind === 'contact' ? (relation ?? contactRoles.get(current?.role.toLowerCase() ?? '')) : undefined,
        ...named,
        email:
          values.email === '' && values.username.includes('@') && kind !== 'pupil' ? values.username : values.email,
        yearWord: kind === 'pupil' ? grade.slice(0, MOST_ROLE) : '',
        yearGroup: yearOfGrades(grade) ?? yearOfWord(grade),
        birthDate: birth === undefined ? '' : readDay(birth, 'day-first', 2100),
        here: !current?.over,
        leftOn: ends === undefined ? '' : Temporal.PlainDate.from(ends).add({ days: 1 }).toString(),
        agents: agentsOf.get(values.sourcedId) ?? [],
        columns: { id: 'sourcedId', name: 'givenName', email: 'email', year: 'grade', birth: 'birthDate' },
      },
      gather,
      seen,
    );
    if (person !== undefined) people.push(person);
  }
  const classes = takeClasses(
    'classes.csv',
    read.classes.rows.map(({ line, values }) => ({
      line,
      sourcedId: values.sourcedId,
      title: values.title,
      yearGroup: yearOfWord(values.title),
      active: true,
    })),
    gather,
  );
  const enrollments = takeEnrollments(
    'enrollments.csv',
    read.enrollments.rows.map(({ line, values }) => ({
      line,
      person: values.userSourcedId,
      classId: values.classSourcedId,
      role: values.role.toLowerCase() === 'student' ? 'student' : teaches(values.role) ? 'teacher' : values.role,
      begin: '',
      end: '',
    })),
    { people, classes, peopleFile: 'users.csv', classesFile: 'classes.csv' },
    gather,
  );
  return {
    people: withYears(people, enrollments, classes),
    classes,
    enrollments,
    refusals: gather.refusals,
    heldBack: gather.heldBack,
    covers: new Set<PersonKind>(relations.length > 0 ? ['pupil', 'adult', 'contact'] : ['pupil', 'adult']),
    coversTeaching: withClasses,
    usable: true,
  };
}

function kindOf(role: string | undefined): PersonKind {
  const plain = role?.toLowerCase();
  if (plain === undefined) return 'contact';
  if (plain === 'student') return 'pupil';
  return contactRoles.has(plain) ? 'contact' : 'adult';
}

/** The roles that the standard puts into a class besides students. */
function teaches(role: string): boolean {
  return /^(teacher|aide|assistant|teacherAssistant|faculty|instructor|substitute|coTeacher)$/i.test(role);
}

/** Names may be missing where only rooms and groups are managed: then the part before the @ of the user name is all there is. */
function nameOf(values: { givenName: string; familyName: string; username: string }): {
  given: string;
  family: string;
} {
  if (values.givenName !== '' || values.familyName !== '')
    return { given: values.givenName, family: values.familyName };
  return { given: '', family: values.username.split('@')[0] ?? '' };
}
