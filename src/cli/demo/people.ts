import type { Role } from '../../platform/access/roles.ts';

/** Who is in the made-up school. Every name is invented. */

export const SCHOOL_NAME = 'Tansybrook Primary School';

export interface DemoClass {
  readonly name: string;
  /** Code of the year group: r, 2, 5. */
  readonly yearGroup: string;
  /** First three parts of the addresses of its devices. */
  readonly network: string;
}

export const classes = {
  reception: { name: 'Reception', yearGroup: 'r', network: '10.20.1' },
  year2: { name: 'Year 2', yearGroup: '2', network: '10.20.2' },
  year5: { name: 'Year 5', yearGroup: '5', network: '10.20.5' },
} as const satisfies Readonly<Record<string, DemoClass>>;
export type ClassKey = keyof typeof classes;

export interface DemoAdult {
  readonly given: string;
  readonly family: string;
  /** As people call them. */
  readonly display: string;
  readonly roles: readonly Role[];
  readonly teaches?: ClassKey;
}

/** Eight who work in the school, and three governors. The key is the name before @demo.example with which they sign in. */
export const adults = {
  head: { given: 'Marian', family: 'Thistlewood', display: 'Mrs M. Thistlewood', roles: ['head'] },
  deputy: { given: 'Idris', family: 'Calloway', display: 'Mr I. Calloway', roles: ['deputy-head', 'deputy-dsl'] },
  dsl: { given: 'Nasreen', family: 'Holloway', display: 'Ms N. Holloway', roles: ['dsl'] },
  lead: {
    given: 'Owen',
    family: 'Pennyfield',
    display: 'Mr O. Pennyfield',
    roles: ['lead', 'staff'],
    teaches: 'year2',
  },
  teacher: { given: 'Bethan', family: 'Marlowe', display: 'Miss B. Marlowe', roles: ['staff'], teaches: 'year5' },
  reception: {
    given: 'Greta',
    family: 'Winterbourne',
    display: 'Mrs G. Winterbourne',
    roles: ['staff'],
    teaches: 'reception',
  },
  technician: { given: 'Kwame', family: 'Larkfield', display: 'Mr K. Larkfield', roles: ['technician'] },
  office: { given: 'Joan', family: 'Summerhay', display: 'Mrs J. Summerhay', roles: ['office'] },
  governor: { given: 'Harvinder', family: 'Stonebridge', display: 'Mr H. Stonebridge', roles: ['governor'] },
  chair: { given: 'Philippa', family: 'Underhill', display: 'Dr P. Underhill', roles: ['chair'] },
  'vice-chair': { given: 'Tobias', family: 'Fenwater', display: 'Mr T. Fenwater', roles: ['vice-chair'] },
} as const satisfies Readonly<Record<string, DemoAdult>>;
export type AdultKey = keyof typeof adults;

/** The sign-ins that are printed, with what each sees. */
export const signIns = [
  'head',
  'deputy',
  'dsl',
  'lead',
  'teacher',
  'technician',
  'office',
  'governor',
  'chair',
  'parent',
] as const;

export interface DemoPupil {
  readonly given: string;
  readonly family: string;
  readonly inClass: ClassKey;
}

/** Ten in each class. The key is the user name: only Year 5 has log-ins for the gate. */
export const pupils = {
  'ada.birchall': { given: 'Ada', family: 'Birchall', inClass: 'reception' },
  'bertie.crane': { given: 'Bertie', family: 'Cranemoor', inClass: 'reception' },
  'chidi.dale': { given: 'Chidi', family: 'Daleworth', inClass: 'reception' },
  'dotty.elm': { given: 'Dotty', family: 'Elmsworth', inClass: 'reception' },
  'emre.fox': { given: 'Emre', family: 'Foxcombe', inClass: 'reception' },
  'fern.grove': { given: 'Fern', family: 'Grovely', inClass: 'reception' },
  'gus.hale': { given: 'Gus', family: 'Halewick', inClass: 'reception' },
  'hana.ivy': { given: 'Hana', family: 'Ivinghay', inClass: 'reception' },
  'ivo.juniper': { given: 'Ivo', family: 'Juniper', inClass: 'reception' },
  'josie.kestrel': { given: 'Josie', family: 'Kestrelby', inClass: 'reception' },
  'kofi.linden': { given: 'Kofi', family: 'Lindenlow', inClass: 'year2' },
  'lottie.moss': { given: 'Lottie', family: 'Mossgrave', inClass: 'year2' },
  'milan.nettle': { given: 'Milan', family: 'Nettleship', inClass: 'year2' },
  'nell.oakley': { given: 'Nell', family: 'Oakholme', inClass: 'year2' },
  'otis.plume': { given: 'Otis', family: 'Plumeray', inClass: 'year2' },
  'priya.quill': { given: 'Priya', family: 'Quillon', inClass: 'year2' },
  'quentin.reed': { given: 'Quentin', family: 'Reedmarsh', inClass: 'year2' },
  'rosa.sorrel': { given: 'Rosa', family: 'Sorrelby', inClass: 'year2' },
  'sami.teasel': { given: 'Sami', family: 'Teaselworth', inClass: 'year2' },
  'tilly.umber': { given: 'Tilly', family: 'Umberleigh', inClass: 'year2' },
  'umar.vale': { given: 'Umar', family: 'Valeside', inClass: 'year5' },
  'violet.wren': { given: 'Violet', family: 'Wrenfield', inClass: 'year5' },
  'wilf.yarrow': { given: 'Wilf', family: 'Yarrowby', inClass: 'year5' },
  'yasmin.ash': { given: 'Yasmin', family: 'Ashgrove', inClass: 'year5' },
  'zac.bramble': { given: 'Zac', family: 'Brambleton', inClass: 'year5' },
  'anya.clover': { given: 'Anya', family: 'Clovermead', inClass: 'year5' },
  'ben.dunlin': { given: 'Ben', family: 'Dunlinwood', inClass: 'year5' },
  'cora.everly': { given: 'Cora', family: 'Everlyne', inClass: 'year5' },
  'dev.finch': { given: 'Dev', family: 'Finchcote', inClass: 'year5' },
  'esme.gorse': { given: 'Esme', family: 'Gorseland', inClass: 'year5' },
} as const satisfies Readonly<Record<string, DemoPupil>>;
export type PupilKey = keyof typeof pupils;

/** The class whose pupils sign in at the gate. The others use the tablets of their room, which the filter knows as a place only. */
export const CLASS_WITH_LOG_INS: ClassKey = 'year5';

/** Uses a managed tablet with a network credential of its own instead of signing in. */
export const WITH_CREDENTIAL: PupilKey = 'otis.plume';

/** The child whose parent signs in as parent@demo.example. */
export const CHILD_OF_PARENT: PupilKey = 'yasmin.ash';

/** Somebody of the story. */
export type PersonKey = AdultKey | PupilKey | 'parent';

/** True for the key of a pupil. */
export function isPupil(key: PersonKey): key is PupilKey {
  return Object.hasOwn(pupils, key);
}

/** The keys of an object of constants, with their types. */
export function keysOf<Key extends string>(constants: Readonly<Record<Key, unknown>>): readonly Key[] {
  const keys: Key[] = [];
  for (const key in constants) keys.push(key);
  return keys;
}
