import { plainName } from '../plain-name.ts';
import type { Roster, RosterEnrollment, RosterPerson } from './formats/roster.ts';
import type { KnownClass, KnownPerson, RosterState } from './state.ts';

/** What the rows are compared with, looked up once. */
export interface Surroundings {
  readonly today: string;
  readonly enrollments: ReadonlyMap<string, readonly RosterEnrollment[]>;
  readonly contacts: ReadonlyMap<string, RosterPerson>;
  /** The class that a roster's class is: by its id, else by its name among those that go on. */
  readonly classOf: ReadonlyMap<string, KnownClass>;
  readonly classNames: ReadonlyMap<string, string>;
  readonly knownById: ReadonlyMap<string, KnownPerson>;
  readonly adultByEmail: ReadonlyMap<string, KnownPerson>;
  /** Record ids by what an earlier file of the school's own made of a row. */
  readonly keyHolder: ReadonlyMap<string, string>;
  /** Record ids of rows, by their roster ids. */
  readonly recordOf: Map<string, string>;
  /** Leaving days that the file names, by record id. */
  readonly leftOn: Map<string, string>;
  readonly coversTeaching: boolean;
  readonly coversContacts: boolean;
  readonly hasClasses: boolean;
}

/** Looks up, once, what every row of a roster is compared with on the day `today` (ISO): enrolments that are over count no more. */
export function surroundings(roster: Roster, state: RosterState, today: string): Surroundings {
  const enrollments = new Map<string, RosterEnrollment[]>();
  for (const one of roster.enrollments) {
    if (one.until !== '' && one.until < today) continue;
    const mine = enrollments.get(one.person) ?? [];
    // The same class in the same part twice (two periods) counts once.
    if (!mine.some((other) => other.classId === one.classId && other.part === one.part)) mine.push(one);
    enrollments.set(one.person, mine);
  }
  const byId = new Map(state.classes.flatMap((one) => (one.sourcedId === null ? [] : [[one.sourcedId, one] as const])));
  const byName = new Map(state.classes.flatMap((one) => (one.ended ? [] : [[plainName(one.name), one] as const])));
  const named = new Set(roster.classes.map((one) => one.sourcedId));
  return {
    today,
    enrollments,
    contacts: new Map(
      roster.people.filter((one) => one.kind === 'contact' && one.here).map((one) => [one.sourcedId, one]),
    ),
    classOf: new Map(
      roster.classes.flatMap((one) => {
        const same = byName.get(plainName(one.title));
        // A class made by hand, or known under an id that this file does not use, is the class of that name.
        const byTitle =
          same !== undefined && (same.sourcedId === null || !named.has(same.sourcedId)) ? same : undefined;
        const found = byId.get(one.sourcedId) ?? byTitle;
        return found === undefined ? [] : [[one.sourcedId, found] as const];
      }),
    ),
    classNames: new Map(state.classes.map((one) => [one.id, one.name])),
    knownById: new Map(state.people.map((one) => [one.row.id, one])),
    adultByEmail: new Map(
      state.people.flatMap((one) =>
        one.row.email === null || one.row.kind !== 'adult' ? [] : [[one.row.email, one] as const],
      ),
    ),
    keyHolder: new Map(
      state.people.flatMap((one) =>
        typeof one.identity?.file_key === 'string' ? [[one.identity.file_key, one.row.id] as const] : [],
      ),
    ),
    recordOf: new Map(),
    leftOn: new Map(),
    coversTeaching: roster.coversTeaching,
    coversContacts: roster.covers.has('contact'),
    hasClasses: roster.classes.length > 0,
  };
}

/** True when the records say that somebody has left by the day `today` (ISO). */
export function hasLeft(one: KnownPerson, today: string): boolean {
  return one.row.left_on !== null && one.row.left_on <= today;
}
