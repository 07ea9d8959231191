import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { decodeText } from '../decode-text.ts';
import { guessDayOrder, readDay } from '../days.ts';
import { readRecords } from '../read-csv.ts';
import { isTemporaryUpn, plainUpn, upnTrouble } from '../upn.ts';
import { guessMapping, headingsKey, mappingTrouble, remembered, type Mapping } from './mapping.ts';
import { readOneRoster } from './one-roster.ts';
import { readOwnCsv } from './own-csv.ts';
import { recognise } from './recognise.ts';
import { readSchoolDataSync } from './school-data-sync.ts';

const TODAY = '2026-11-23';
/** Property tests say their seed when they fail; the runs are the same each time. */
const runs = { seed: 20261123, numRuns: 60 } as const;

describe('UPNs', () => {
  test('the check letter and the shape are checked, as the published examples say', () => {
    for (const good of ['H801200001001', 'B801200005001']) assert.equal(upnTrouble(good), undefined, good);
    for (const bad of ['A801200005001', 'H80120000100', 'H8012000010011', 'I801200001001', 'H80120000100O', '']) {
      assert.notEqual(upnTrouble(bad), undefined, bad);
    }
    assert.equal(plainUpn(' h801 200001001 '), 'H801200001001');
  });

  test('one digit that is wrong is always found, and a temporary number is known by its letter', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(digits, fc.nat(11), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const upn = withLetter(number.join(''));
        assert.equal(upnTrouble(upn), undefined);
        assert.equal(isTemporaryUpn(upn), false);
        const wrong = number.with(at, ((number[at] ?? 0) + by) % 10).join('');
        assert.notEqual(upnTrouble(`${upn[0] ?? ''}${wrong}`), undefined);
      }),
      runs,
    );
    assert.equal(isTemporaryUpn(withLetter('80120000100A')), true);
  });
});

/** The number with the letter that fits, found by trying all. */
function withLetter(rest: string): string {
  const found = Array.from('ABCDEFGHJKLMNPQRTUVWXYZ')
    .map((letter) => `${letter}${rest}`)
    .find((upn) => upnTrouble(upn) === undefined);
  assert.ok(found !== undefined);
  return found;
}

describe('days', () => {
  test('are read as records systems write them', () => {
    for (const text of [
      '2018-09-03',
      '03/09/2018',
      '3.9.18',
      '3 Sep 2018',
      '03-Sep-18',
      '20180903',
      '03/09/2018 00:00:00',
      '2018-09-03T00:00:00Z',
      '3rd September 2018',
    ]) {
      assert.equal(readDay(text, 'day-first', 2026), '2018-09-03', text);
    }
    assert.equal(readDay('09/03/2018', 'month-first', 2026), '2018-09-03');
    assert.equal(readDay('', 'day-first', 2026), '');
    for (const text of ['31/02/2018', '2018-13-01', 'soon', '03/09', '0/0/0000'])
      assert.equal(readDay(text, 'day-first', 2026), undefined, text);
    assert.equal(guessDayOrder(['01/02/2018', '03/25/2018'], 2026), 'month-first');
    assert.equal(guessDayOrder(['01/02/2018', '04/03/2018'], 2026), 'day-first');
  });
});

describe('encodings and separators', () => {
  const text = 'UPN;Name\n;Zoë O’Neill\n';
  test('UTF-8 and UTF-16 with and without a mark, and Windows-1252, come out as the same text', () => {
    const wide = Buffer.from(text, 'utf16le');
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [Buffer.from(text), 'UTF-8'],
      [Buffer.from(`\ufeff${text}`), 'UTF-8'],
      [wide, 'UTF-16'],
      [Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), 'UTF-16'],
      [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]), 'UTF-16'],
      [Buffer.from(wide).swap16(), 'UTF-16'],
      [Buffer.from('UPN;Name\n;Zo\xeb O\x92Neill\n', 'latin1'), 'Windows-1252'],
    ];
    for (const [bytes, encoding] of cases) {
      const decoded = decodeText(bytes);
      assert.deepEqual([decoded.text.replace('\ufeff', ''), decoded.encoding], [text, encoding]);
    }
  });

  test('comma, semicolon and tab are told apart by the header', async () => {
    for (const sign of [',', ';', '\t']) {
      const { records } = await readRecords('x.csv', `"Name, first"${sign}UPN${sign}Year\r\nSam${sign}${sign}3\r\n`);
      assert.deepEqual(
        records.map((one) => one.fields),
        [
          ['Name, first', 'UPN', 'Year'],
          ['Sam', '', '3'],
        ],
      );
    }
  });
});

describe('hostile files', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      "' or 1=1 --",
      '=cmd()',
      '__proto__',
      '\u202e',
      '\u0000',
      'student',
      'p1',
      'H801200001001',
      '31/12/2018',
    ),
  );
  const file = fc
    .array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 })
    .map((rows) => rows.map((row) => row.join(',')).join('\n'));
  const sound = (roster: Awaited<ReturnType<typeof readOneRoster>>): void => {
    for (const one of roster.refusals) {
      assert.ok(one.reason !== '' && one.cure !== '' && Number.isInteger(one.line), JSON.stringify(one));
    }
    const ids = roster.people.map((one) => one.sourcedId);
    assert.equal(new Set(ids).size, ids.length);
    for (const one of roster.people) {
      // eslint-disable-next-line no-control-regex -- the point is that there are none
      assert.doesNotMatch(`${one.given}${one.family}`, /[\u0000-\u001f\u202a-\u202e]/);
      assert.ok(one.upn === '' || upnTrouble(one.upn) === undefined);
    }
  };

  test('whatever is in the files of a standard, the answer is people and refusals with a cure, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(file, file, file, file, async (a, b, c, d) => {
        const texts = {
          'users.csv': `sourcedId,givenName,familyName,role,email,grades,agentSourcedIds\n${a}`,
          'classes.csv': `sourcedId,title,orgSourcedId\n${b}`,
          'enrollments.csv': `classSourcedId,userSourcedId,role,beginDate\n${c}`,
          'roles.csv': `userSourcedId,orgSourcedId,role,roleEndDate\n${d}`,
          'orgs.csv': 'sourcedId,name,type\no1,Hollybank,school\n',
        };
        await recognise(texts);
        sound(await readOneRoster(texts, TODAY));
        sound(
          await readSchoolDataSync(
            { ...texts, 'users.csv': texts['users.csv'].replace('sourcedId', 'sourcedId,username') },
            TODAY,
          ),
        );
      }),
      runs,
    );
  });

  test('whatever is in a file of the school’s own, and whatever its columns are said to be', async () => {
    const codes = fc.array(
      fc.constantFrom(
        '',
        'upn',
        'id',
        'name',
        'given',
        'family',
        'birth',
        'year',
        'class',
        'leaving',
        'contact1Name',
        'contact1Email',
      ),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(file, codes, async (text, columns) => {
        const mapping: Mapping = { about: 'pupils', columns, days: 'day-first', years: { 3: '3' }, classes: {} };
        sound(await readOwnCsv('pupils.csv', text, mapping, TODAY));
        const { records } = await readRecords('pupils.csv', text);
        guessMapping(records[0]?.fields ?? [], records.slice(1), 2026);
      }),
      runs,
    );
  });
});

describe('the standards', () => {
  test('OneRoster 1.2: roles, preferred names, UPN and date of birth come from their own files', async () => {
    const roster = await readOneRoster(
      {
        'manifest.csv': 'propertyName,value\noneroster.version,1.2\nfile.users,bulk\n',
        'orgs.csv': 'sourcedId,name,type\no1,Hollybank,school\n',
        'users.csv':
          'sourcedId,enabledUser,givenName,familyName,userIds,grades,agentSourcedIds,preferredGivenName,preferredFamilyName\n' +
          'p1,true,Zoë,O’Neill,{UPN:H801200001001},03,g1,Zo,\n' +
          'g1,true,Jo,Hill,,,,,\nt1,true,Ada,Okafor,,,,,\nt2,true,Old,Leaver,,,,,\n',
        'roles.csv':
          'userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\np1,primary,student,,,o1\ng1,primary,guardian,,,o1\n' +
          't1,secondary,parent,,,o1\nt1,primary,principal,,,o1\nt2,primary,teacher,2020-09-01,2026-07-31,o1\n',
        'demographics.csv': 'sourcedId,birthDate\np1,2018-09-03\n',
        'classes.csv': 'sourcedId,title\nc1,Oak\nc2,Choir\n',
        'enrollments.csv': 'classSourcedId,userSourcedId,role\nc1,p1,student\nc2,p1,student\nc1,t1,teacher\n',
      },
      TODAY,
    );
    assert.deepEqual(roster.refusals, []);
    const by = new Map(roster.people.map((one) => [one.sourcedId, one]));
    const { given, family, legalGiven, upn, birthDate, agents, kind } = by.get('p1') ?? assert.fail('no pupil');
    assert.deepEqual(
      [kind, given, family, legalGiven, upn, birthDate],
      ['pupil', 'Zo', 'O’Neill', 'Zoë', 'H801200001001', '2018-09-03'],
    );
    assert.deepEqual(agents, [{ id: 'g1', relation: undefined }]);
    assert.deepEqual([by.get('g1')?.kind, by.get('g1')?.relation], ['contact', 'guardian']);
    assert.equal(by.get('t1')?.kind, 'adult', 'the primary role decides');
    assert.equal(by.get('t2')?.here, false, 'all roles are over');
    assert.equal(roster.enrollments.filter((one) => one.person === 'p1').length, 2);
  });

  test('School Data Sync V2.1: relationships, several roles, and a role that ends', async () => {
    const texts = {
      'orgs.csv': 'sourcedId,name,type\no1,Hollybank,school\n',
      'users.csv':
        'sourcedId,username,givenName,familyName,email,activeDirectoryMatchId\np1,sam,Sam,Hill,,\ng1,jo,Jo,Hill,jo@home.example,\nt1,ada@school.example,Ada,Okafor,,\nt2,bo,Bo,Reed,,\n',
      'roles.csv':
        'userSourcedId,orgSourcedId,role,grade,isPrimary,roleEndDate\np1,o1,student,Year 3,true,\nt1,o1,teacher,,true,\nt1,o1,officeStaff,,false,\nt2,o1,teacher,,true,2027-07-20\n',
      'classes.csv': 'sourcedId,orgSourcedId,title\nc1,o1,Oak\n',
      'enrollments.csv': 'classSourcedId,userSourcedId,role\nc1,p1,student\nc1,t1,teacher\n',
      'relationships.csv': 'userSourcedId,relationshipUserSourcedId,relationshipRole\np1,g1,mother\n',
    };
    assert.deepEqual(await recognise(texts), { format: 'school-data-sync' });
    const roster = await readSchoolDataSync(texts, TODAY);
    assert.deepEqual(roster.refusals, []);
    const by = new Map(roster.people.map((one) => [one.sourcedId, one]));
    assert.deepEqual([by.get('p1')?.kind, by.get('p1')?.yearGroup], ['pupil', '3']);
    assert.deepEqual(by.get('p1')?.agents, [{ id: 'g1', relation: 'parent' }]);
    assert.equal(by.get('g1')?.kind, 'contact');
    assert.equal(by.get('t1')?.email, 'ada@school.example');
    assert.deepEqual([by.get('t2')?.here, by.get('t2')?.leftOn], [true, '2027-07-21']);
  });
});

describe('a school’s own columns', () => {
  const exports: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
    SIMS: [
      'UPN,Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,DOB,Reg,Year',
      {
        UPN: 'upn',
        'Legal Surname': 'legalFamily',
        'Preferred Forename': 'given',
        DOB: 'birth',
        Reg: 'class',
        Year: 'year',
      },
    ],
    Arbor: [
      'Arbor Student ID,Legal First Name,Legal Last Name,Preferred First Name,Preferred Last Name,UPN,Date of Birth,Registration Form,Year Group',
      {
        'Arbor Student ID': 'id',
        'Legal First Name': 'legalGiven',
        'Preferred Last Name': 'family',
        'Date of Birth': 'birth',
        'Registration Form': 'class',
      },
    ],
    Bromcom: [
      'Student ID,First Name,Last Name,Date of Birth,Year Group,Tutor Group,Leaving Date',
      { 'Student ID': 'id', 'First Name': 'given', 'Tutor Group': 'class', 'Leaving Date': 'leaving' },
    ],
    ScholarPack: [
      'Pupil Name,UPN,D.O.B.,Year,Class,Parent 1 Name,Parent 1 Email',
      { 'Pupil Name': 'name', 'D.O.B.': 'birth', 'Parent 1 Name': 'contact1Name', 'Parent 1 Email': 'contact1Email' },
    ],
  };
  for (const [system, [header, wanted]] of Object.entries(exports)) {
    test(`the columns of ${system} are guessed`, () => {
      const headings = header.split(',');
      const { about, columns } = guessMapping(headings, [], 2026);
      assert.equal(about, 'pupils');
      for (const [heading, code] of Object.entries(wanted))
        assert.equal(columns[headings.indexOf(heading)], code, heading);
    });
  }

  test('are remembered whatever their order, and what is missing is named', () => {
    const mapping: Mapping = {
      about: 'pupils',
      columns: ['name', 'upn', 'year'],
      days: 'day-first',
      years: {},
      classes: {},
    };
    const headings = ['Name', 'UPN', 'Yr'];
    assert.equal(headingsKey(headings), headingsKey(['yr', ' name', 'U.P.N'.replaceAll('.', '')]));
    assert.deepEqual(remembered(['Yr', 'Name', 'UPN'], { mapping, headings }).columns, ['year', 'name', 'upn']);
    assert.equal(mappingTrouble(mapping, ['Year 3'])?.field, 'years');
    assert.match(
      mappingTrouble({ ...mapping, columns: ['name', '', 'year'] }, [])?.message ?? '',
      /UPN, an id or the date of birth/,
    );
    assert.match(
      mappingTrouble({ ...mapping, columns: ['', 'upn', 'year'] }, [])?.message ?? '',
      /which column holds the names/,
    );
  });

  test('one address of two parents is two people, one parent of two children is one, and a name without an address is of one child', async () => {
    const text =
      'UPN,Surname,Forename,Year,Class,Parent 1 Name,Parent 1 Email,Parent 2 Name,Parent 2 Email\n' +
      'H801200001001,Hill,Sam,3,Oak; Choir,Mrs Jo Hill,hill@home.example,Mr Max Hill,hill@home.example\n' +
      `${withLetter('801200001002')},Hill,Tom,3,Oak,Jo Hill,hill@home.example,Sarah Smith,\n` +
      `${withLetter('801200001003')},Teller,,4,Elm,Sarah Smith,,,\n`;
    const { records } = await readRecords('p', text);
    const mapping = guessMapping(records[0]?.fields ?? [], records.slice(1), 2026);
    const roster = await readOwnCsv('pupils.csv', text, mapping, TODAY);
    assert.deepEqual(roster.refusals, []);
    const contacts = roster.people
      .filter((one) => one.kind === 'contact')
      .map((one) => `${one.given} ${one.family} ${one.email}`);
    assert.deepEqual(contacts.toSorted(), [
      'Jo Hill hill@home.example',
      'Max Hill hill@home.example',
      'Sarah Smith ',
      'Sarah Smith ',
    ]);
    const [sam, tom] = roster.people.filter((one) => one.kind === 'pupil');
    assert.equal(sam?.agents[0]?.id, tom?.agents[0]?.id);
    assert.equal(roster.enrollments.filter((one) => one.person === sam?.sourcedId).length, 2);
    assert.ok(
      roster.people.some((one) => one.family === 'Teller' && one.given === ''),
      'a name of one word is a name',
    );
  });
});
