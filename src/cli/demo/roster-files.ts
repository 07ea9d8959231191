import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { adults, CHILD_OF_PARENT, classes, keysOf, pupils, SCHOOL_NAME } from './people.ts';
import { otherPupils, otherStaff, yearGroups } from './the-others.ts';

/** The made-up school's records system: writes the OneRoster 1.1 folder that the demonstration imports, and that people can try the import with. */
export function writeRoster(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, rows] of Object.entries(rosterFiles())) {
    writeFileSync(join(folder, name), `${rows.map(line).join('\r\n')}\r\n`, { mode: 0o600 });
  }
}

type Row = readonly string[];

function rosterFiles(): Readonly<Record<string, readonly Row[]>> {
  const pupilKeys = keysOf(pupils);
  const teachers = keysOf(adults).flatMap((key) => {
    const adult = adults[key];
    return 'teaches' in adult ? [{ key, adult, teaches: adult.teaches }] : [];
  });
  return {
    'orgs.csv': [
      ['sourcedId', 'name', 'type'],
      ['school', SCHOOL_NAME, 'school'],
    ],
    'classes.csv': [
      ['sourcedId', 'title', 'grades'],
      ...yearGroups.map(({ key, name, yearGroup }) => [key, name, yearGroup.toUpperCase()]),
    ],
    'users.csv': [
      ['sourcedId', 'role', 'givenName', 'familyName', 'email', 'grades', 'agentSourcedIds'],
      ...teachers.map(({ key, adult }) => [key, 'teacher', adult.given, adult.family, emailOf(key), '', '']),
      ...otherStaff.map(({ id, given, family }) => [id, 'teacher', given, family, emailOf(id), '', '']),
      ...otherPupils.map(({ id, given, family, inClass }) => [id, 'student', given, family, '', gradeOf(inClass), '']),
      ...pupilKeys.map((key) => {
        const { given, family, inClass } = pupils[key];
        return [key, 'student', given, family, '', classes[inClass].yearGroup.toUpperCase(), `family-of.${key}`];
      }),
      ...pupilKeys.map((key, index) => [
        `family-of.${key}`,
        index % 6 === 5 ? 'guardian' : 'parent',
        familyNames[index % familyNames.length] ?? 'Robin',
        pupils[key].family,
        emailOf(key === CHILD_OF_PARENT ? 'parent' : `family-of.${key}`),
        '',
        '',
      ]),
    ],
    'enrollments.csv': [
      ['sourcedId', 'classSourcedId', 'userSourcedId', 'role'],
      ...teachers.map(({ key, teaches }) => [`in-class.${key}`, teaches, key, 'teacher']),
      ...pupilKeys.map((key) => [`in-class.${key}`, pupils[key].inClass, key, 'student']),
      ...otherStaff.map(({ id, inClass }) => [`in-class.${id}`, inClass, id, 'teacher']),
      ...otherPupils.map(({ id, inClass }) => [`in-class.${id}`, inClass, id, 'student']),
    ],
  };
}

function gradeOf(key: string): string {
  return yearGroups.find((one) => one.key === key)?.yearGroup.toUpperCase() ?? '';
}

/** Given names of parents and carers, in turn. */
const familyNames: readonly string[] = [
  'Alina',
  'Bruno',
  'Celeste',
  'Darius',
  'Edith',
  'Farouk',
  'Ginevra',
  'Hamish',
  'Imke',
  'Jonas',
];

/** The e-mail address of somebody in the made-up school; `.example` belongs to nobody (RFC 2606). */
export function emailOf(name: string): string {
  return `${name}@demo.example`;
}

function line(cells: Row): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
