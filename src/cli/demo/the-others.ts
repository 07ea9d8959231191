import { pupils, type ClassKey } from './people.ts';

/**
 * Everybody whom the story of the week does not name: the rest of seven year groups of thirty, and the rest of those who work there. They come with the roster, have no
 * log-ins, and make the lists and registers as long as a school's are. Every name is invented.
 */

/** A year group of the school, with the address of the room's devices. The three classes of the story are among them. */
export interface YearGroup {
  readonly key: ClassKey | 'year1' | 'year3' | 'year4' | 'year6';
  readonly name: string;
  readonly yearGroup: string;
}

export const yearGroups: readonly YearGroup[] = [
  { key: 'reception', name: 'Reception', yearGroup: 'r' },
  { key: 'year1', name: 'Year 1', yearGroup: '1' },
  { key: 'year2', name: 'Year 2', yearGroup: '2' },
  { key: 'year3', name: 'Year 3', yearGroup: '3' },
  { key: 'year4', name: 'Year 4', yearGroup: '4' },
  { key: 'year5', name: 'Year 5', yearGroup: '5' },
  { key: 'year6', name: 'Year 6', yearGroup: '6' },
];

/** Pupils of a year group: one class. */
const IN_A_CLASS = 30;

const given: readonly string[] = [
  'Abel',
  'Bea',
  'Caleb',
  'Dina',
  'Eddie',
  'Flora',
  'Gwen',
  'Harri',
  'Isla',
  'Jonah',
  'Kezia',
  'Leo',
  'Mabel',
  'Noor',
  'Olive',
  'Pavel',
  'Quinn',
  'Rafi',
  'Saskia',
  'Theo',
  'Una',
  'Vikram',
  'Wren',
  'Xanthe',
  'Yusuf',
  'Zora',
  'Alfie',
  'Bryn',
  'Clara',
  'Dilys',
];
const family: readonly string[] = [
  'Applegarth',
  'Bellweather',
  'Copperwood',
  'Dovecote',
  'Eastholme',
  'Fairbrook',
  'Greenhithe',
  'Hazelmere',
  'Inglewood',
  'Jessamy',
  'Kingsfold',
  'Larkspur',
  'Meadowcroft',
  'Northcliff',
  'Orchardson',
  'Peartree',
  'Quarrington',
  'Rosebank',
  'Silverdale',
  'Thornbury',
  'Underwood',
  'Vinehill',
  'Westbrook',
  'Yewdale',
  'Barleycorn',
  'Cloverley',
  'Damsonhurst',
  'Elderfield',
  'Foxglove',
  'Goldcrest',
];

export interface Other {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly inClass: YearGroup['key'];
}

/** The pupils whom the story does not name: as many in each class as make thirty. No two have the same name. */
export const otherPupils: readonly Other[] = yearGroups.flatMap(({ key }, year) => {
  const named = Object.values(pupils).filter(({ inClass }) => inClass === key).length;
  return Array.from({ length: IN_A_CLASS - named }, (_each, at) => ({
    id: `p.${key}.${String(at + 1)}`,
    given: given[at % given.length] ?? '',
    family: family[(at * 7 + year * 3 + Math.floor(at / 4)) % family.length] ?? '',
    inClass: key,
  }));
});

export interface OtherAdult {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly inClass: YearGroup['key'];
}

/** Teachers and teaching assistants besides those of the story: with them some two dozen work here. */
export const otherStaff: readonly OtherAdult[] = [
  { id: 't.year1', given: 'Agnes', family: 'Brackenridge', inClass: 'year1' },
  { id: 't.year3', given: 'Cedric', family: 'Dunmore', inClass: 'year3' },
  { id: 't.year4', given: 'Elspeth', family: 'Fernley', inClass: 'year4' },
  { id: 't.year6', given: 'Gareth', family: 'Heathcote', inClass: 'year6' },
  { id: 'a.reception', given: 'Ines', family: 'Jarrow', inClass: 'reception' },
  { id: 'a.year1', given: 'Kit', family: 'Lavender', inClass: 'year1' },
  { id: 'a.year2', given: 'Moira', family: 'Netherby', inClass: 'year2' },
  { id: 'a.year3', given: 'Orla', family: 'Pemberley', inClass: 'year3' },
  { id: 'a.year4', given: 'Rhys', family: 'Sandford', inClass: 'year4' },
  { id: 'a.year5', given: 'Tamsin', family: 'Uppingdale', inClass: 'year5' },
  { id: 'a.year6', given: 'Victor', family: 'Wainfleet', inClass: 'year6' },
  { id: 'a.music', given: 'Yolanda', family: 'Ashdown', inClass: 'year6' },
  { id: 'a.sport', given: 'Barnaby', family: 'Clifford', inClass: 'year4' },
  { id: 'a.lunch', given: 'Delphine', family: 'Eversley', inClass: 'year2' },
];
