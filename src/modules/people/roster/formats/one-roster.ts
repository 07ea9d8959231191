import type { PersonKind, Relation } from '../../words.ts';
import { readDay } from '../days.ts';
import { yearOfGrades } from '../grades.ts';
import type { CsvShape } from '../read-csv.ts';
import { plainUpn, upnTrouble } from '../upn.ts';
import { checkPerson } from './check-person.ts';
import { gathering, unusable, type Roster, type RosterPerson, type RosterTexts } from './roster.ts';
import { isActive, readTable, takeClasses, takeEnrollments, textOf, withYears } from './tables.ts';

const standard = 'OneRoster';
const shape = <Column extends string>(
  file: string,
  required: readonly Column[],
  optional: readonly Column[],
): CsvShape<Column> => ({ file, standard, required, optional });

const manifestShape = shape('manifest.csv', ['propertyName', 'value'], []);
const orgsShape = shape('orgs.csv', ['sourcedId', 'name', 'type'], ['status']);
/** The role stands in users.csv in 1.1 and in roles.csv in 1.2. */
const usersShape = shape(
  'users.csv',
  ['sourcedId', 'givenName', 'familyName'],
  [
    'role',
    'status',
    'enabledUser',
    'email',
    'grades',
    'agentSourcedIds',
    'userIds',
    'identifier',
    'userMasterIdentifier',
    'preferredGivenName',
    'preferredFamilyName',
  ],
);
const rolesShape = shape('roles.csv', ['userSourcedId', 'role'], ['status', 'roleType', 'beginDate', 'endDate']);
const classesShape = shape('classes.csv', ['sourcedId', 'title'], ['grades', 'status']);
const enrollmentsShape = shape(
  'enrollments.csv',
  ['classSourcedId', 'userSourcedId', 'role'],
  ['beginDate', 'endDate', 'status'],
);
const demographicsShape = shape('demographics.csv', ['sourcedId'], ['birthDate', 'status']);
/** Read only to see that they can be read. */
const sessionsShape = shape('academicSessions.csv', ['sourcedId', 'title'], []);
const profilesShape = shape('userProfiles.csv', ['sourcedId'], ['userSourcedId']);

/** What a person is here, by the roles the roster gives them (OneRoster 1.2, 5.4). Posts are given by the head, never by a file. */
const kinds: ReadonlyMap<string, { kind: PersonKind; relation?: Relation }> = new Map([
  ['student', { kind: 'pupil' }],
  ['teacher', { kind: 'adult' }],
  ['administrator', { kind: 'adult' }],
  ['aide', { kind: 'adult' }],
  ['counselor', { kind: 'adult' }],
  ['principal', { kind: 'adult' }],
  ['proctor', { kind: 'adult' }],
  ['siteAdministrator', { kind: 'adult' }],
  ['systemAdministrator', { kind: 'adult' }],
  ['districtAdministrator', { kind: 'adult' }],
  ['parent', { kind: 'contact', relation: 'parent' }],
  ['guardian', { kind: 'contact', relation: 'guardian' }],
  ['relative', { kind: 'contact', relation: 'relative' }],
] as const);

/**
 * Reads a OneRoster 1.1 or 1.2 folder ("bulk"). Rows that cannot be taken become refusals with file, line, column, reason and cure; the
 * others are kept. `today` is the ISO day on which roles begin and end.
 */
export async function readOneRoster(texts: RosterTexts, today: string): Promise<Roster> {
  const gather = gathering();
  const read = {
    manifest: await readTable(texts, manifestShape, gather, false),
    orgs: await readTable(texts, orgsShape, gather, false),
    users: await readTable(texts, usersShape, gather, true),
    roles: await readTable(texts, rolesShape, gather, false),
    classes: await readTable(texts, classesShape, gather, true),
    enrollments: await readTable(texts, enrollmentsShape, gather, true),
    demographics: await readTable(texts, demographicsShape, gather, false),
    sessions: await readTable(texts, sessionsShape, gather, false),
    profiles: await readTable(texts, profilesShape, gather, false),
  };
  let usable = Object.values(read).every((one) => one.usable);
  for (const { line, values } of read.manifest.rows) {
    if (
      /^file\.(users|roles|classes|enrollments)$/.test(values.propertyName) &&
      values.value.toLowerCase() === 'delta'
    ) {
      gather.refuse(
        { file: 'manifest.csv', line },
        'It says that the files hold only what has changed (“delta”).',
        'Export in full (“bulk”).',
      );
      usable = false;
    }
  }
  const schools = read.orgs.rows.filter((row) => row.values.type === 'school' && isActive(row.values.status));
  if (schools.length > 1) {
    gather.refuse(
      { file: 'orgs.csv', line: schools[1]?.line ?? 0 },
      'It holds more than one school.',
      'Export one school at a time.',
    );
    usable = false;
  }
  const version2 = textOf(texts, 'roles.csv') !== undefined;
  if (usable && !version2 && read.users.rows.length > 0 && read.users.rows.every((row) => row.values.role === '')) {
    gather.refuse(
      { file: 'users.csv', line: 1, column: 'role' },
      'The column “role” is missing, and so is roles.csv.',
      'Export all files again.',
    );
    usable = false;
  }

  if (!usable) return unusable(gather);
  const rolesOf = new Map<string, string[]>();
  for (const { line, values } of read.roles.rows) {
    const from = readDay(values.beginDate, 'day-first', 2100);
    const until = readDay(values.endDate, 'day-first', 2100);
    if (from === undefined || until === undefined) {
      gather.refuse(
        { file: 'roles.csv', line, column: 'beginDate' },
        'A date is not written like 2026-09-01.',
        'Correct beginDate or endDate.',
      );
      continue;
    }
    if (!isActive(values.status) || from > today || (until !== '' && until < today)) continue;
    const mine = rolesOf.get(values.userSourcedId) ?? [];
    // The primary role first: it decides what somebody is who is a teacher here and a parent too.
    if (values.roleType === 'primary') mine.unshift(values.role);
    else mine.push(values.role);
    rolesOf.set(values.userSourcedId, mine);
  }
  const births = new Map(
    read.demographics.rows
      .filter((row) => isActive(row.values.status))
      .map((row) => [row.values.sourcedId, row.values.birthDate]),
  );

  const seen = new Set<string>();
  const people: RosterPerson[] = [];
  for (const { line, values } of read.users.rows) {
    const given = version2 ? (rolesOf.get(values.sourcedId) ?? []) : [values.role];
    const active = isActive(values.status) && values.enabledUser.toLowerCase() !== 'false';
    // Somebody whose roles are all over is in the file and not here any more.
    const role =
      given.find((one) => kinds.has(one)) ?? given[0] ?? (version2 ? lastRole(read.roles.rows, values.sourcedId) : '');
    const as = kinds.get(role ?? '');
    if (as === undefined) {
      gather.refuse(
        { file: 'users.csv', line, column: 'role', id: values.sourcedId },
        `The role “${(role ?? '').slice(0, 40)}” is not one that is taken in.`,
        'Use student, teacher, administrator, aide, parent, guardian or relative.',
      );
      continue;
    }
    const birth = births.get(values.sourcedId);
    const preferred = { given: values.preferredGivenName, family: values.preferredFamilyName };
    const person = checkPerson(
      {
        file: 'users.csv',
        line,
        id: values.sourcedId === '' ? ' ' : values.sourcedId,
        kind: as.kind,
        relation: as.relation,
        given: preferred.given === '' ? values.givenName : preferred.given,
        family: preferred.family === '' ? values.familyName : preferred.family,
        legalGiven: values.givenName,
        legalFamily: values.familyName,
        email: values.email,
        yearWord: values.grades,
        yearGroup: yearOfGrades(values.grades),
        birthDate: birth === undefined ? '' : readDay(birth, 'day-first', 2100),
        upn: upnAmong(values),
        here: active && (!version2 || given.length > 0),
        agents: values.agentSourcedIds
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '')
          .map((id) => ({ id, relation: undefined })),
        columns: {
          id: 'sourcedId',
          name: 'givenName',
          email: 'email',
          year: 'grades',
          upn: 'userIds',
          birth: 'birthDate',
        },
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
      yearGroup: yearOfGrades(values.grades),
      active: isActive(values.status),
    })),
    gather,
  );
  const enrollments = takeEnrollments(
    'enrollments.csv',
    read.enrollments.rows
      .filter((row) => isActive(row.values.status))
      .map(({ line, values }) => ({
        line,
        person: values.userSourcedId,
        classId: values.classSourcedId,
        role: values.role,
        begin: values.beginDate,
        end: values.endDate,
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
    covers: new Set(['pupil', 'adult', 'contact']),
    coversTeaching: true,
    usable: true,
  };
}

/** The last role somebody had: what they were before all their roles ended. */
function lastRole(
  rows: readonly { values: { userSourcedId: string; role: string } }[],
  person: string,
): string | undefined {
  return rows.findLast((row) => row.values.userSourcedId === person)?.values.role;
}

/** The UPN, where an export puts it: among userIds as {UPN:…}, or as identifier or userMasterIdentifier when it is one. */
function upnAmong(values: { userIds: string; identifier: string; userMasterIdentifier: string }): string {
  const named = /\{\s*UPN\s*:\s*([^}]*)\}/i.exec(values.userIds)?.[1];
  if (named !== undefined) return named;
  const others = [values.userMasterIdentifier, values.identifier].map(plainUpn);
  return others.find((one) => upnTrouble(one) === undefined) ?? '';
}
