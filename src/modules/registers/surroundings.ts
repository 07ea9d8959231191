import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { classDirectory, namesOf, peopleDirectory, type ListedPerson } from '../people/index.ts';
import { yearGroupOf } from '../school/index.ts';
import { searchText } from './entry-columns.ts';
import type { Value } from './entry.ts';
import type { Field } from './shape.ts';

/** What values are compared with and shown by: the people and classes of the school. Loaded only as far as the fields need. */
export interface Surroundings {
  /** Who a typed name means; several when it fits more than one, none when nobody. */
  findPeople(kind: ListedPerson['kind'], typed: string): readonly ListedPerson[];
  /** The name of a person, so that it is found again when it is typed, or of a class; undefined for an id of neither. */
  nameOf(id: string): string | undefined;
  /** Adults to choose from. */
  readonly adults: readonly string[];
  readonly classes: readonly { readonly id: string; readonly name: string; readonly here: boolean }[];
}

const personKinds: ReadonlySet<string> = new Set(['person', 'people', 'pupil', 'pupils']);

/** Whether a field names people. */
export function namesPeople(field: Field): boolean {
  return personKinds.has(field.kind.type);
}

/** Surroundings for forms and files with these fields. */
export async function surroundingsFor(
  db: ReadHandle,
  fields: readonly Field[],
  now: Temporal.Instant,
): Promise<Surroundings> {
  const people = fields.some(namesPeople) ? await peopleDirectory(db, now) : [];
  const classes = fields.some((field) => field.kind.type === 'class') ? await classDirectory(db, now) : [];
  return surroundings(people, classes);
}

/** Surroundings over lists that were read already. */
export function surroundings(people: readonly ListedPerson[], classes: Surroundings['classes']): Surroundings {
  const full = fullNames(people);
  const typed = new Map<string, ListedPerson[]>();
  const put = (text: string, person: ListedPerson): void => {
    const key = `${person.kind} ${searchText(text)}`;
    const before = typed.get(key) ?? [];
    if (!before.includes(person)) typed.set(key, [...before, person]);
  };
  for (const person of people) {
    put(person.name, person);
    put(full.get(person.id) ?? person.name, person);
    put(withClass(person), person);
  }
  return {
    findPeople(kind, text) {
      const all = typed.get(`${kind} ${searchText(text)}`) ?? [];
      const here = all.filter((person) => person.here);
      return here.length > 0 ? here : all;
    },
    nameOf: (id) => full.get(id) ?? classes.find((one) => one.id === id)?.name,
    adults: people
      .filter((person) => person.kind === 'adult' && person.here)
      .map((person) => full.get(person.id) ?? person.name),
    classes,
  };
}

/** What each is called so that nobody else is called the same: the name, with class or year where two share it. */
function fullNames(people: readonly ListedPerson[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  const key = (person: ListedPerson): string => `${person.kind} ${searchText(person.name)}`;
  for (const person of people) count.set(key(person), (count.get(key(person)) ?? 0) + 1);
  return new Map(
    people.map((person) => [person.id, (count.get(key(person)) ?? 0) > 1 ? withClass(person) : person.name]),
  );
}

/** "Sam Hill (Oak)", "Sam Hill (Year 4)", or the name alone. */
export function withClass(person: ListedPerson): string {
  const detail = person.classes[0] ?? yearGroupOf(person.yearGroup)?.label;
  return detail === undefined ? person.name : `${person.name} (${detail})`;
}

/** What a list needs to show values: the names of the people and classes in them, and nobody else's. */
export interface Names {
  nameOf(id: string): string | undefined;
}

/** The names behind the ids in these values. */
export async function namesIn(
  db: ReadHandle,
  fields: readonly Field[],
  values: Iterable<Readonly<Record<string, Value>>>,
  now: Temporal.Instant,
): Promise<Names> {
  const wanted = fields.filter(namesPeople);
  const ids = new Set<string>();
  for (const each of values) {
    for (const { code } of wanted) for (const id of [each[code] ?? []].flat()) ids.add(id);
  }
  const names = new Map<string, string>(ids.size === 0 ? [] : await namesOf(db, ids));
  if (fields.some((field) => field.kind.type === 'class')) {
    for (const one of await classDirectory(db, now)) names.set(one.id, one.name);
  }
  return { nameOf: (id) => names.get(id) };
}
