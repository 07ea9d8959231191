import type { YearGroupCode } from '../../school/index.ts';
import type { ClassPart, PersonKind, Relation } from '../words.ts';
import { yearOfGrades } from './grades.ts';
import { readCsv, type CsvRow, type CsvShape, type RosterRefusal } from './read-csv.ts';

/** The files of a OneRoster 1.1 CSV folder that Schoolgate reads, as text. */
export interface RosterFiles {
  readonly orgs: string;
  readonly users: string;
  readonly classes: string;
  readonly enrollments: string;
  /** Optional: read only to see that it can be read. */
  readonly academicSessions: string;
}

export interface RosterPerson {
  readonly line: number;
  readonly sourcedId: string;
  readonly kind: PersonKind;
  readonly relation: Relation | undefined;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly yearGroup: YearGroupCode | undefined;
  /** False when the row says that the person is not here any more. */
  readonly here: boolean;
  /** For a pupil, the people responsible for them. */
  readonly agents: readonly string[];
}

export interface RosterClass {
  readonly line: number;
  readonly sourcedId: string;
  readonly title: string;
  readonly yearGroup: YearGroupCode | undefined;
}

export interface RosterEnrollment {
  readonly line: number;
  readonly person: string;
  readonly classId: string;
  readonly part: ClassPart;
  readonly from: string;
  readonly until: string;
}

/** What a folder says, as far as it could be taken. */
export interface Roster {
  readonly people: readonly RosterPerson[];
  readonly classes: readonly RosterClass[];
  readonly enrollments: readonly RosterEnrollment[];
  readonly refusals: readonly RosterRefusal[];
  /** Ids of rows that were refused: those people and classes stay as they are. */
  readonly heldBack: ReadonlySet<string>;
  /** False when a file as a whole could not be taken: then nothing is imported. */
  readonly usable: boolean;
}

const orgsShape: CsvShape<'sourcedId' | 'name' | 'type' | 'status'> = {
  file: 'orgs.csv',
  required: ['sourcedId', 'name', 'type'],
  optional: ['status'],
};
const usersShape: CsvShape<
  | 'sourcedId'
  | 'role'
  | 'givenName'
  | 'familyName'
  | 'orgSourcedIds'
  | 'enabledUser'
  | 'status'
  | 'email'
  | 'grades'
  | 'agentSourcedIds'
> = {
  file: 'users.csv',
  required: ['sourcedId', 'role', 'givenName', 'familyName'],
  optional: ['orgSourcedIds', 'enabledUser', 'status', 'email', 'grades', 'agentSourcedIds'],
};
const classesShape: CsvShape<'sourcedId' | 'title' | 'grades' | 'status'> = {
  file: 'classes.csv',
  required: ['sourcedId', 'title'],
  optional: ['grades', 'status'],
};
const enrollmentsShape: CsvShape<'classSourcedId' | 'userSourcedId' | 'role' | 'beginDate' | 'endDate' | 'status'> = {
  file: 'enrollments.csv',
  required: ['classSourcedId', 'userSourcedId', 'role'],
  optional: ['beginDate', 'endDate', 'status'],
};
const sessionsShape: CsvShape<'sourcedId' | 'title'> = {
  file: 'academicSessions.csv',
  required: ['sourcedId', 'title'],
  optional: [],
};

/** What a person is here, by the role the roster gives them (OneRoster 1.1, 4.13.9). Posts are given by the head, never by a file. */
const kinds: ReadonlyMap<string, { kind: PersonKind; relation?: Relation }> = new Map([
  ['student', { kind: 'pupil' }],
  ['teacher', { kind: 'adult' }],
  ['administrator', { kind: 'adult' }],
  ['aide', { kind: 'adult' }],
  ['parent', { kind: 'contact', relation: 'parent' }],
  ['guardian', { kind: 'contact', relation: 'guardian' }],
  ['relative', { kind: 'contact', relation: 'relative' }],
] as const);

const enrolledAs: ReadonlyMap<string, ClassPart> = new Map([
  ['student', 'pupil'],
  ['teacher', 'teacher'],
  ['aide', 'teacher'],
] as const);

/** What may stand in an id: printable, no spaces at the ends, at most 255 characters (OneRoster 1.1, GUID). */
const idShape = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
// eslint-disable-next-line no-control-regex -- the point is to find them
const hidden = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;
const dayShape = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the files of a folder. Rows that cannot be taken become refusals with file, line, reason and cure; the others are kept. */
export async function readRoster(files: RosterFiles): Promise<Roster> {
  const orgs = files.orgs === '' ? undefined : await readCsv(orgsShape, files.orgs);
  const users = await readCsv(usersShape, files.users);
  const classes = await readCsv(classesShape, files.classes);
  const enrollments = await readCsv(enrollmentsShape, files.enrollments);
  const sessions = files.academicSessions === '' ? undefined : await readCsv(sessionsShape, files.academicSessions);
  const read = [orgs, users, classes, enrollments, sessions].filter((one) => one !== undefined);
  const refusals: RosterRefusal[] = read.flatMap((one) => one.refusals);
  let usable = read.every((one) => one.rows.length > 0 || one.refusals.length === 0);
  const heldBack = new Set<string>();
  const refuse = (file: string, line: number, reason: string, cure: string, id = ''): void => {
    refusals.push({ file, line, reason, cure });
    if (id !== '') heldBack.add(id);
  };

  const schools = (orgs?.rows ?? []).filter((row) => row.values.type === 'school' && isActive(row.values.status));
  if (schools.length > 1) {
    refuse('orgs.csv', schools[1]?.line ?? 0, 'It holds more than one school.', 'Export one school at a time.');
    usable = false;
  }
  if (refusals.some((one) => one.line <= 1)) usable = false;

  const seenClasses = new Set<string>();
  const takenClasses: RosterClass[] = [];
  for (const { line, values } of classes.rows) {
    const { sourcedId, title } = values;
    if (!idIsGood('classes.csv', line, sourcedId, seenClasses, refuse)) continue;
    if (!isActive(values.status)) continue;
    if (title === '' || title.length > 100 || hidden.test(title)) {
      refuse(
        'classes.csv',
        line,
        'The title is empty, too long or cannot be shown.',
        'Give the class a name.',
        sourcedId,
      );
      continue;
    }
    takenClasses.push({ line, sourcedId, title, yearGroup: yearOfGrades(values.grades) });
  }

  const seenPeople = new Set<string>();
  const people: RosterPerson[] = [];
  for (const row of users.rows) {
    const { sourcedId } = row.values;
    if (!idIsGood('users.csv', row.line, sourcedId, seenPeople, refuse)) continue;
    const person = personOf(row, refuse);
    if (person !== undefined) people.push(person);
  }

  const knownPeople = new Map(people.map((person) => [person.sourcedId, person]));
  const knownClasses = new Set(takenClasses.map((one) => one.sourcedId));
  const taken: RosterEnrollment[] = [];
  for (const { line, values } of enrollments.rows) {
    if (!isActive(values.status)) continue;
    const part = enrolledAs.get(values.role);
    const person = knownPeople.get(values.userSourcedId);
    if (part === undefined) {
      // Administrators are listed with classes by some systems; they do not teach them.
      if (values.role !== 'administrator') {
        refuse(
          'enrollments.csv',
          line,
          `The role “${values.role}” is not one of student, teacher, aide.`,
          'Correct the role.',
        );
      }
    } else if (person === undefined) {
      if (!heldBack.has(values.userSourcedId)) {
        refuse('enrollments.csv', line, 'The person is not in users.csv.', 'Export both files at the same time.');
      }
    } else if (!knownClasses.has(values.classSourcedId)) {
      if (!heldBack.has(values.classSourcedId)) {
        refuse('enrollments.csv', line, 'The class is not in classes.csv.', 'Export both files at the same time.');
      }
    } else if ((part === 'pupil') !== (person.kind === 'pupil')) {
      refuse(
        'enrollments.csv',
        line,
        'The role in the class does not fit the role in users.csv.',
        'Correct one of them.',
      );
    } else if (!isDay(values.beginDate) || !isDay(values.endDate)) {
      refuse('enrollments.csv', line, 'A date is not written like 2026-09-01.', 'Correct beginDate or endDate.');
    } else {
      taken.push({
        line,
        person: values.userSourcedId,
        classId: values.classSourcedId,
        part,
        from: values.beginDate,
        until: values.endDate,
      });
    }
  }
  return {
    people: withYears(people, taken, takenClasses),
    classes: takenClasses,
    enrollments: taken,
    refusals,
    heldBack,
    usable,
  };
}

type Refuse = (file: string, line: number, reason: string, cure: string, id?: string) => void;

function personOf({ line, values }: CsvRow<(typeof usersShape)['required'][number]>, refuse: Refuse) {
  const { sourcedId, role, givenName, familyName } = values;
  const as = kinds.get(role);
  const no = (reason: string, cure: string): undefined => {
    refuse('users.csv', line, reason, cure, sourcedId);
    return undefined;
  };
  if (as === undefined) {
    no(
      `The role “${role.slice(0, 40)}” is not one that is taken in.`,
      'Use student, teacher, administrator, aide, parent, guardian or relative.',
    );
    return;
  }
  if (givenName === '' || familyName === '') {
    no('A given or family name is missing.', 'Add it in the school’s records.');
    return;
  }
  if (givenName.length > 100 || familyName.length > 100) {
    no('A name is longer than 100 characters.', 'Shorten it.');
    return;
  }
  if (hidden.test(givenName) || hidden.test(familyName)) {
    no('A name has characters in it that cannot be shown.', 'Type the name again in the school’s records.');
    return;
  }
  const email = values.email.toLowerCase();
  if (email !== '' && (email.length > 254 || !/^[^\s@"<>,;:\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(email))) {
    no('The e-mail address is not one.', 'Correct it, or leave it empty.');
    return;
  }
  const yearGroup = as.kind === 'pupil' ? yearOfGrades(values.grades) : undefined;
  if (as.kind === 'pupil' && values.grades !== '' && yearGroup === undefined) {
    no(`The grade “${values.grades.slice(0, 20)}” is not a year of a primary school.`, 'Use N, R, or 1 to 6.');
    return;
  }
  return {
    line,
    sourcedId,
    kind: as.kind,
    relation: as.relation,
    given: givenName,
    family: familyName,
    email,
    yearGroup,
    here: isActive(values.status) && values.enabledUser.toLowerCase() !== 'false',
    agents:
      as.kind === 'pupil'
        ? values.agentSourcedIds
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one !== '')
        : [],
  };
}

/** A pupil without a grade is of the year of the first of their classes that has one. */
function withYears(
  people: readonly RosterPerson[],
  enrollments: readonly RosterEnrollment[],
  classes: readonly RosterClass[],
): readonly RosterPerson[] {
  const yearOfClass = new Map(classes.map((one) => [one.sourcedId, one.yearGroup]));
  const yearOfPerson = new Map<string, YearGroupCode>();
  for (const { person, classId } of enrollments) {
    const year = yearOfClass.get(classId);
    if (year !== undefined && !yearOfPerson.has(person)) yearOfPerson.set(person, year);
  }
  return people.map((person) =>
    person.kind === 'pupil' && person.yearGroup === undefined
      ? { ...person, yearGroup: yearOfPerson.get(person.sourcedId) }
      : person,
  );
}

function idIsGood(file: string, line: number, id: string, seen: Set<string>, refuse: Refuse): boolean {
  if (!idShape.test(id)) {
    refuse(
      file,
      line,
      'The sourcedId is missing or has characters in it that an id cannot have.',
      'Export the file again.',
    );
    return false;
  }
  if (seen.has(id)) {
    refuse(file, line, 'The sourcedId is there twice.', 'Keep one of the rows.', id);
    return false;
  }
  seen.add(id);
  return true;
}

/** Status is empty in a full export; `tobedeleted` says that the row is over. */
function isActive(status: string): boolean {
  return status === '' || status.toLowerCase() === 'active';
}

function isDay(text: string): boolean {
  if (text === '') return true;
  if (!dayShape.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
