/**
 * What a column of a school's own file can be. The words are what records systems in England call it (SIMS, Arbor, Bromcom, ScholarPack
 * and what schools type over them), as `plainHeading` leaves them.
 */
export interface Field {
  readonly code: string;
  readonly label: string;
  readonly words: readonly string[];
  /** Offered for files of these. */
  readonly about: readonly About[];
  /** Several columns may be this. */
  readonly many?: true;
}

/** Whom a school's own file is about. */
export const abouts = ['pupils', 'staff'] as const;
export type About = (typeof abouts)[number];

export const aboutLabels: Readonly<Record<About, string>> = { pupils: 'Pupils, one a row', staff: 'Staff, one a row' };

const both: readonly About[] = abouts;
const pupils: readonly About[] = ['pupils'];

/** So many parents and carers may stand in a pupil's row. */
export const CONTACTS = 3;

const contactFields: readonly Field[] = Array.from({ length: CONTACTS }, (_, index): Field[] => {
  const n = String(index + 1);
  const called = (...words: string[]): string[] =>
    words.flatMap((word) => [
      `contact ${n} ${word}`,
      `parent ${n} ${word}`,
      `parent carer ${n} ${word}`,
      `priority ${n} ${word}`,
      `guardian ${n} ${word}`,
      ...(index === 0 ? [`contact ${word}`, `parent ${word}`, `primary contact ${word}`, `parental ${word}`] : []),
    ]);
  return [
    {
      code: `contact${n}Name`,
      label: `Parent or carer ${n}: whole name`,
      about: pupils,
      words: [
        ...called('name', 'full name'),
        `contact ${n}`,
        `parent ${n}`,
        ...(index === 0 ? ['primary contact', 'parent', 'parent carer'] : []),
      ],
    },
    {
      code: `contact${n}Given`,
      label: `Parent or carer ${n}: first name`,
      about: pupils,
      words: called('forename', 'first name', 'given name'),
    },
    {
      code: `contact${n}Family`,
      label: `Parent or carer ${n}: last name`,
      about: pupils,
      words: called('surname', 'last name', 'family name'),
    },
    {
      code: `contact${n}Email`,
      label: `Parent or carer ${n}: e-mail`,
      about: pupils,
      words: called('email', 'e mail', 'email address', 'home email', 'primary email'),
    },
    {
      code: `contact${n}Relation`,
      label: `Parent or carer ${n}: what they are to the child`,
      about: pupils,
      words: called('relationship', 'relation', 'relationship to pupil', 'relationship to student', 'type'),
    },
  ];
}).flat();

/** Every field, in the order in which they are offered. */
export const fields: readonly Field[] = [
  {
    code: 'upn',
    label: 'UPN',
    about: pupils,
    words: ['upn', 'unique pupil number', 'pupil upn', 'student upn', 'current upn'],
  },
  {
    code: 'id',
    label: 'Id in your records system',
    about: both,
    words: [
      'mis id',
      'id',
      'admission number',
      'adno',
      'admission no',
      'adm no',
      'pupil id',
      'student id',
      'arbor student id',
      'arbor id',
      'person id',
      'staff id',
      'staff code',
      'employee id',
      'sims id',
      'unique id',
      'external id',
      'bromcom id',
      'scholarpack id',
      'payroll number',
    ],
  },
  {
    code: 'given',
    label: 'First name (preferred)',
    about: both,
    words: [
      'forename',
      'first name',
      'given name',
      'preferred forename',
      'preferred first name',
      'preferred given name',
      'known as',
      'chosen forename',
      'chosen name',
      'preferred name first',
    ],
  },
  {
    code: 'family',
    label: 'Last name (preferred)',
    about: both,
    words: [
      'surname',
      'last name',
      'family name',
      'preferred surname',
      'preferred last name',
      'preferred family name',
      'chosen surname',
    ],
  },
  {
    code: 'name',
    label: 'Whole name, such as “Hill, Sam” or “Sam Hill”',
    about: both,
    words: [
      'name',
      'full name',
      'pupil name',
      'student name',
      'pupil',
      'student',
      'staff name',
      'preferred name',
      'preferred full name',
      'display name',
    ],
  },
  {
    code: 'legalGiven',
    label: 'First name (legal)',
    about: both,
    words: ['legal forename', 'legal first name', 'legal given name'],
  },
  {
    code: 'legalFamily',
    label: 'Last name (legal)',
    about: both,
    words: ['legal surname', 'legal last name', 'legal family name'],
  },
  {
    code: 'birth',
    label: 'Date of birth',
    about: pupils,
    words: ['date of birth', 'dob', 'birth date', 'birthdate', 'birthday', 'd o b'],
  },
  {
    code: 'year',
    label: 'Year group',
    about: pupils,
    words: [
      'year group',
      'year',
      'yr',
      'nc year',
      'national curriculum year',
      'curriculum year',
      'year taught in',
      'nc year actual',
      'yeargroup',
      'current year group',
    ],
  },
  {
    code: 'class',
    label: 'Class',
    about: both,
    many: true,
    words: [
      'class',
      'registration group',
      'reg group',
      'reg',
      'registration form',
      'registration',
      'form',
      'form group',
      'tutor group',
      'class name',
      'current class',
      'classes',
      'reg form',
    ],
  },
  {
    code: 'leaving',
    label: 'Leaving date',
    about: both,
    words: [
      'leaving date',
      'date of leaving',
      'leave date',
      'dol',
      'date left',
      'end date',
      'employment end date',
      'leaver date',
      'left on',
    ],
  },
  {
    code: 'email',
    label: 'E-mail',
    about: both,
    words: [
      'email',
      'e mail',
      'email address',
      'work email',
      'staff email',
      'primary email',
      'school email',
      'main email',
    ],
  },
  ...contactFields,
];

/** A heading in small letters, with one space for whatever stands between its words. */
export function plainHeading(heading: string): string {
  return heading
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .replaceAll(/([a-z])(\d)/g, '$1 $2')
    .trim();
}

/** What each heading most likely is: a field's code, or '' for a column that nobody needs. A field is guessed once, unless it may be many. */
export function guessFields(headings: readonly string[], about: About): readonly string[] {
  const used = new Set<string>();
  const offered = fields.filter((field) => field.about.includes(about));
  const plain = headings.map(plainHeading);
  // "Preferred forename" beside "Forename" takes the name they are called by; what is left is the legal one.
  const preferred = (part: string): boolean => plain.some((one) => one.startsWith('preferred') && one.endsWith(part));
  return plain.map((heading) => {
    if (heading === 'forename' || heading === 'first name') {
      if (preferred('forename') || preferred('first name')) return 'legalGiven';
    }
    if ((heading === 'surname' || heading === 'last name') && (preferred('surname') || preferred('last name')))
      return 'legalFamily';
    const field = offered.find((one) => one.words.includes(heading));
    if (field === undefined || (used.has(field.code) && field.many !== true)) return '';
    used.add(field.code);
    return field.code;
  });
}

/** Whom a file is most likely about: staff where a heading says so and none is of pupils. */
export function guessAbout(headings: readonly string[]): About {
  const plain = headings.map(plainHeading);
  const says = (pattern: RegExp): boolean => plain.some((heading) => pattern.test(heading));
  if (says(/\b(upn|pupil|student|admission|year group|reg group|registration|date of birth|dob)\b/)) return 'pupils';
  return says(/\b(staff|employee|payroll|job|contract|teacher)\b/) ? 'staff' : 'pupils';
}
