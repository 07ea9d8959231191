import { readCsv, type CsvRow, type CsvShape } from '../read-csv.ts';
import type { ClassPart } from '../../words.ts';
import { idShape, hiddenSigns } from './check-person.ts';
import { readDay } from '../days.ts';
import type { Gathering, RosterClass, RosterEnrollment, RosterPerson, RosterTexts } from './roster.ts';
import type { YearGroupCode } from '../../../school/index.ts';

/** Reads one file of a folder by its shape. A file that must be there and is not, or cannot be taken as a whole, makes `usable` false. */
export async function readTable<Column extends string>(
  texts: RosterTexts,
  shape: CsvShape<Column>,
  gather: Gathering,
  needed: boolean,
): Promise<{ rows: readonly CsvRow<Column>[]; usable: boolean }> {
  const text = textOf(texts, shape.file);
  if (text === undefined) {
    if (needed) {
      gather.refuse(
        { file: shape.file, line: 0 },
        'The file is not there.',
        `Export it as ${shape.standard} CSV, all files.`,
      );
    }
    return { rows: [], usable: !needed };
  }
  const { rows, refusals } = await readCsv(shape, text);
  gather.refusals.push(...refusals);
  return { rows, usable: !refusals.some((one) => one.line <= 1) && (rows.length > 0 || refusals.length === 0) };
}

/** A file's text by its name, in capitals or small letters. */
export function textOf(texts: RosterTexts, file: string): string | undefined {
  const name = Object.keys(texts).find((one) => one.toLowerCase() === file.toLowerCase());
  const text = name === undefined ? undefined : texts[name];
  return text === undefined || text === '' ? undefined : text;
}

/** The classes of a file. Rows that cannot be taken are refused; so are ids that are there twice. */
export function takeClasses(
  file: string,
  rows: readonly {
    line: number;
    sourcedId: string;
    title: string;
    yearGroup: YearGroupCode | undefined;
    active: boolean;
  }[],
  gather: Gathering,
): RosterClass[] {
  const seen = new Set<string>();
  const taken: RosterClass[] = [];
  for (const { line, sourcedId, title, yearGroup, active } of rows) {
    if (!idShape.test(sourcedId)) {
      gather.refuse(
        { file, line, column: 'sourcedId' },
        'The sourcedId is missing or has characters in it that an id cannot have.',
        'Export the file again.',
      );
      continue;
    }
    if (seen.has(sourcedId)) {
      gather.refuse(
        { file, line, column: 'sourcedId', id: sourcedId },
        'The sourcedId is there twice.',
        'Keep one of the rows.',
      );
      continue;
    }
    seen.add(sourcedId);
    if (!active) continue;
    if (title === '' || title.length > 100 || hiddenSigns.test(title)) {
      gather.refuse(
        { file, line, column: 'title', id: sourcedId },
        'The title is empty, too long or cannot be shown.',
        'Give the class a name.',
      );
      continue;
    }
    taken.push({ line, sourcedId, title, yearGroup });
  }
  return taken;
}

/** A row that puts somebody into a class. */
export interface RawEnrollment {
  readonly line: number;
  readonly person: string;
  readonly classId: string;
  readonly role: string;
  readonly begin: string;
  readonly end: string;
}

const enrolledAs: ReadonlyMap<string, ClassPart> = new Map([
  ['student', 'pupil'],
  ['teacher', 'teacher'],
  ['aide', 'teacher'],
] as const);
/** Some systems list these with classes; they neither learn nor teach there. */
const passedOver = new Set(['administrator', 'proctor', 'parent', 'guardian', 'other']);

/** The enrolments of a file, between people and classes that were taken. */
export function takeEnrollments(
  file: string,
  rows: readonly RawEnrollment[],
  known: { people: readonly RosterPerson[]; classes: readonly RosterClass[]; peopleFile: string; classesFile: string },
  gather: Gathering,
): RosterEnrollment[] {
  const people = new Map(known.people.map((one) => [one.sourcedId, one]));
  const classes = new Set(known.classes.map((one) => one.sourcedId));
  const taken: RosterEnrollment[] = [];
  for (const { line, person: id, classId, role, begin, end } of rows) {
    const part = enrolledAs.get(role);
    const person = people.get(id);
    const from = readDay(begin, 'day-first', 2100);
    const until = readDay(end, 'day-first', 2100);
    const no = (column: string, reason: string, cure: string): void => {
      gather.refuse({ file, line, column }, reason, cure);
    };
    if (part === undefined) {
      if (!passedOver.has(role)) {
        no('role', `The role “${role.slice(0, 40)}” is not one of student, teacher, aide.`, 'Correct the role.');
      }
    } else if (person === undefined) {
      if (!gather.heldBack.has(id)) {
        no('userSourcedId', `The person is not in ${known.peopleFile}.`, 'Export both files at the same time.');
      }
    } else if (!classes.has(classId)) {
      if (!gather.heldBack.has(classId)) {
        no('classSourcedId', `The class is not in ${known.classesFile}.`, 'Export both files at the same time.');
      }
    } else if ((part === 'pupil') !== (person.kind === 'pupil')) {
      no('role', `The role in the class does not fit the role in ${known.peopleFile}.`, 'Correct one of them.');
    } else if (from === undefined || until === undefined || begin.includes('/') || end.includes('/')) {
      no(
        from === undefined || begin.includes('/') ? 'beginDate' : 'endDate',
        'A date is not written like 2026-09-01.',
        'Correct beginDate or endDate.',
      );
    } else {
      taken.push({ line, person: id, classId, part, from, until });
    }
  }
  return taken;
}

/** A pupil without a year of their own is of the year of the first of their classes that has one. */
export function withYears(
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

/** Status is empty in a full export; `tobedeleted` says that the row is over (OneRoster 1.2 CSV, 4.1). */
export function isActive(status: string): boolean {
  return status === '' || status.toLowerCase() === 'active';
}
