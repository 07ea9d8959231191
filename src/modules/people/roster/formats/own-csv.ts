import type { YearGroupCode } from '../../../school/index.ts';
import type { PersonKind, Relation } from '../../words.ts';
import { plainName } from '../../plain-name.ts';
import { dayAfter, readDay } from '../days.ts';
import { readRecords, type CsvRecord } from '../read-csv.ts';
import { MOST_COLUMNS, splitWords } from './cells.ts';
import { checkPerson, madeUp } from './check-person.ts';
import { CONTACTS } from './fields.ts';
import type { Mapping } from './mapping.ts';
import {
  gathering,
  type Gathering,
  type Roster,
  type RosterClass,
  type RosterEnrollment,
  type RosterPerson,
} from './roster.ts';

/** What somebody is to a child, by the word of a records system. */
const relationWords: readonly (readonly [RegExp, Relation])[] = [
  [/guardian/i, 'guardian'],
  [/grand|aunt|uncle|sister|brother|sibling|relative|family/i, 'relative'],
  [/mother|father|mum|dad|parent/i, 'parent'],
];

/** The relation that a word means; carer where it means nothing to us. */
function relationOf(word: string): Relation {
  if (word.trim() === '') return 'parent';
  return relationWords.find(([pattern]) => pattern.test(word))?.[1] ?? 'carer';
}

/**
 * Reads a school's own file by the mapping that somebody chose: a row a pupil (with up to three contacts) or a member of staff. Classes are
 * known by their names. It says nothing about people of another kind. `today` is an ISO day.
 */
export async function readOwnCsv(file: string, text: string, mapping: Mapping, today: string): Promise<Roster> {
  const gather = gathering();
  const { records, refusals } = await readRecords(file, text);
  gather.refusals.push(...refusals);
  const [header, ...rows] = records;
  if (header !== undefined && header.fields.length > MOST_COLUMNS) {
    gather.refuse({ file, line: 1 }, `It has more than ${String(MOST_COLUMNS)} columns.`, 'Export fewer columns.');
  }
  const usable = header !== undefined && header.fields.length <= MOST_COLUMNS && rows.length > 0;
  if (header !== undefined && rows.length === 0 && refusals.length === 0) {
    gather.refuse({ file, line: 1 }, 'It has a header and no rows.', 'Export it again.');
  }
  const reading: Reading = {
    file,
    mapping,
    heading: (code) => header?.fields[mapping.columns.indexOf(code)],
    gather,
    seen: new Set(),
    classes: new Map(),
    enrollments: [],
    contacts: new Map(),
    today,
    thisYear: Number(today.slice(0, 4)),
  };
  const people: RosterPerson[] = [];
  if (usable) {
    for (const row of rows) {
      const person = personOf(row, reading);
      if (person !== undefined) people.push(person);
    }
  }
  const contacts = mapping.columns.some((code) => code.startsWith('contact'));
  const main: PersonKind = mapping.about === 'pupils' ? 'pupil' : 'adult';
  return {
    people: [...people, ...reading.contacts.values()],
    classes: [...reading.classes.values()],
    enrollments: reading.enrollments,
    refusals: gather.refusals,
    heldBack: gather.heldBack,
    covers: new Set<PersonKind>(contacts ? [main, 'contact'] : [main]),
    coversTeaching: mapping.about === 'staff' && mapping.columns.includes('class'),
    usable,
  };
}

interface Reading {
  readonly file: string;
  readonly mapping: Mapping;
  readonly heading: (code: string) => string | undefined;
  readonly gather: Gathering;
  readonly seen: Set<string>;
  readonly classes: Map<string, RosterClass>;
  readonly enrollments: RosterEnrollment[];
  readonly contacts: Map<string, RosterPerson>;
  readonly today: string;
  readonly thisYear: number;
}

function personOf(row: CsvRecord, reading: Reading): RosterPerson | undefined {
  const { mapping, gather, file, thisYear } = reading;
  const cell = (code: string): string => {
    const at = mapping.columns.indexOf(code);
    return at < 0 ? '' : (row.fields[at] ?? '');
  };
  const pupil = mapping.about === 'pupils';
  const yearWord = pupil ? cell('year') : '';
  // The school said that people of this year are not its own.
  if (yearWord !== '' && mapping.years[yearWord] === '') return undefined;
  const named = namesOf(cell);
  const leaving = readDay(cell('leaving'), mapping.days, thisYear);
  const person =
    leaving === undefined
      ? undefined
      : checkPerson(
          {
            file,
            line: row.line,
            id: cell('id'),
            kind: pupil ? 'pupil' : 'adult',
            ...named,
            legalGiven: cell('legalGiven'),
            legalFamily: cell('legalFamily'),
            email: pupil ? '' : cell('email'),
            yearWord,
            yearGroup: yearOf(mapping, yearWord),
            birthDate: readDay(cell('birth'), mapping.days, thisYear),
            upn: cell('upn'),
            here: true,
            leftOn: leaving === '' ? '' : dayAfter(leaving),
            agents: pupil ? contactsOf(row, cell, reading) : [],
            columns: columnsOf(reading),
          },
          gather,
          reading.seen,
        );
  if (leaving === undefined) {
    gather.refuse(
      { file, line: row.line, column: reading.heading('leaving') ?? '', id: cell('id') },
      'The leaving date is not a real date.',
      'Correct it in the school’s records, or say on the page of the columns how dates are written.',
    );
  }
  if (person === undefined) return undefined;
  for (const [at, code] of mapping.columns.entries()) {
    if (code !== 'class') continue;
    for (const word of splitWords(row.fields[at] ?? '')) joinClass(word, person, row.line, reading);
  }
  return person;
}

/** The year group that the school said a word means. */
function yearOf(mapping: Mapping, word: string): YearGroupCode | undefined {
  const year = mapping.years[word];
  return year === undefined || year === '' ? undefined : year;
}

function columnsOf({ heading, mapping }: Reading) {
  const named = (key: string, code: string): Record<string, string> => {
    const found = heading(code);
    return found === undefined ? {} : { [key]: found };
  };
  return {
    ...named('id', 'id'),
    ...named('name', mapping.columns.includes('name') ? 'name' : 'family'),
    ...named('email', 'email'),
    ...named('year', 'year'),
    ...named('upn', 'upn'),
    ...named('birth', 'birth'),
  };
}

/** "Hill, Sam" and "Sam Hill" are both written; the legal names stand in where no others are. */
function namesOf(cell: (code: string) => string, prefix = ''): { given: string; family: string } {
  const code = (plain: string): string =>
    prefix === '' ? plain : `${prefix}${plain[0]?.toUpperCase() ?? ''}${plain.slice(1)}`;
  const given = cell(code('given')) || (prefix === '' ? cell('legalGiven') : '');
  const family = cell(code('family')) || (prefix === '' ? cell('legalFamily') : '');
  if (given !== '' || family !== '') return { given, family };
  const whole = withoutTitle(cell(code('name')));
  const comma = whole.indexOf(',');
  if (comma >= 0) return { family: whole.slice(0, comma).trim(), given: withoutTitle(whole.slice(comma + 1).trim()) };
  const space = whole.indexOf(' ');
  return space < 0
    ? { given: '', family: whole }
    : { given: whole.slice(0, space), family: whole.slice(space + 1).trim() };
}

function withoutTitle(name: string): string {
  return name.trim().replace(/^(mrs|mr|ms|miss|mx|dr|prof|rev|sir|lady)\.?\s+/i, '');
}

/**
 * The parents and carers of a row. The same name with the same e-mail address in two rows is one person, a parent of two children; two names
 * with one address are two people. Without an address a name is of this child alone: two Sarah Smiths are not one.
 */
function contactsOf(row: CsvRecord, cell: (code: string) => string, reading: Reading): RosterPerson['agents'] {
  const agents: { id: string; relation: Relation }[] = [];
  for (let n = 1; n <= CONTACTS; n++) {
    const prefix = `contact${String(n)}`;
    const named = namesOf(cell, prefix);
    const name = plainName(`${named.family}, ${named.given}`);
    if (name === '') continue;
    const email = cell(`${prefix}Email`).toLowerCase();
    const child =
      cell('upn') ||
      cell('id') ||
      `${plainName(`${cell('family')} ${cell('given')} ${cell('name')}`)}|${cell('birth')}`;
    const id = madeUp(`contact ${name}|${email === '' ? `child ${child}` : email}`);
    const relation = relationOf(cell(`${prefix}Relation`));
    if (agents.some((one) => one.id === id)) continue;
    if (!reading.contacts.has(id)) {
      const contact = checkPerson(
        {
          file: reading.file,
          line: row.line,
          id,
          kind: 'contact',
          relation,
          ...named,
          email,
          here: true,
          columns: {
            id: prefix,
            name: reading.heading(`${prefix}Name`) ?? reading.heading(`${prefix}Family`) ?? prefix,
            email: reading.heading(`${prefix}Email`) ?? prefix,
          },
        },
        reading.gather,
        reading.seen,
      );
      if (contact === undefined) continue;
      reading.contacts.set(id, { ...contact, madeUp: true });
    }
    agents.push({ id, relation });
  }
  return agents;
}

/** The id of a class that a file knows by its name only. */
function classId(title: string): string {
  return `class:${plainName(title)}`;
}

function joinClass(word: string, person: RosterPerson, line: number, reading: Reading): void {
  const title = (reading.mapping.classes[word] ?? word).trim();
  if (title === '') return;
  if (title.length > 100) {
    reading.gather.refuse(
      { file: reading.file, line, column: reading.heading('class') ?? '' },
      'The name of a class is longer than 100 characters.',
      'Shorten it. The person is imported without this class.',
    );
    return;
  }
  const id = classId(title);
  if (!reading.classes.has(id)) reading.classes.set(id, { line, sourcedId: id, title, yearGroup: person.yearGroup });
  else if (person.kind === 'pupil' && reading.classes.get(id)?.yearGroup !== person.yearGroup) {
    // A class of two years has none of its own.
    reading.classes.set(id, { line, sourcedId: id, title, yearGroup: undefined });
  }
  reading.enrollments.push({
    line,
    person: person.sourcedId,
    classId: id,
    part: person.kind === 'pupil' ? 'pupil' : 'teacher',
    from: '',
    until: '',
  });
}
