import type { Id, PersonId } from '../../platform/ids/ids.ts';
import type { State } from './workflow-words.ts';
import {
  spheres,
  type Branch,
  type Category,
  type EntryKind,
  type Intent,
  type Part,
  type Risk,
  type Sphere,
} from './words.ts';

export type IncidentId = Id<'incident'>;
export type EntryId = Id<'incident-entry'>;
export type SanctionId = Id<'incident-sanction'>;
export type TaskId = Id<'incident-task'>;
export type PartId = Id<'incident-person'>;

/** Somebody in an incident: a person the school knows, or a name that somebody typed. */
export interface Involved {
  readonly id: PartId;
  readonly person: PersonId | null;
  readonly typedName: string;
  readonly part: Part;
  readonly yearGroup: string | null;
  readonly withdrawnAt: Temporal.Instant | null;
}

/** What the rules of access look at. */
export interface CaseFacts {
  readonly id: IncidentId;
  readonly state: State;
  readonly branch: Branch | null;
  readonly sphere: Sphere;
  readonly assignedTo: PersonId | null;
  readonly namedDeputy: PersonId | null;
  /** Those whom the incident is about: who did it, whom the concern is about, who was affected. Witnesses are not. */
  readonly about: ReadonlySet<string>;
  readonly reporter: string;
}

/** One incident, as it stands. */
export interface Incident extends CaseFacts {
  /** The school's own running number, for talking about it: "incident 14". */
  readonly number: number;
  /** Grows with each step; a form sends back the one it was shown. */
  readonly version: number;
  readonly receivedBy: Sphere;
  readonly reportedAt: Temporal.Instant;
  readonly reporterKind: string;
  readonly source: string;
  readonly sourceId: string | null;
  readonly danger: string;
  readonly happenedOn: Temporal.PlainDate;
  readonly happenedTime: string | null;
  readonly site: string;
  readonly place: string;
  readonly linkedBecause: string;
  readonly system: string;
  readonly device: string;
  readonly category: Category;
  readonly risk: Risk | null;
  readonly intent: Intent | null;
  readonly clause: string | null;
  readonly yearGroups: readonly string[];
  readonly details: string;
  readonly support: 'given' | null;
  readonly parents: string | null;
  readonly parentsAt: string | null;
  readonly sanctioned: string | null;
  readonly reviewedAt: Temporal.Instant | null;
  readonly confirmedBy: PersonId | null;
  readonly closedAt: Temporal.Instant | null;
  readonly people: readonly Involved[];
}

/** One entry of the chronology. Never changed: a correction is a new entry that points at the old one. */
export interface Entry {
  readonly id: EntryId;
  readonly version: number;
  readonly kind: EntryKind;
  readonly at: Temporal.Instant;
  readonly authorKind: string;
  readonly author: string;
  readonly words: string;
  /** Coded facts and short references of the entry, by name: body, outcome, reference, when, how. */
  readonly facts: Readonly<Record<string, string>>;
  readonly from: State;
  readonly to: State;
  readonly corrects: EntryId | null;
}

/** The parts that make an incident be about somebody. */
export const aboutParts: readonly Part[] = ['did', 'about', 'affected'];

/** Whom an incident is about, of those still in it. */
export function aboutOf(people: readonly Pick<Involved, 'person' | 'part' | 'withdrawnAt'>[]): ReadonlySet<string> {
  return new Set(
    people.flatMap((each) =>
      each.person !== null && each.withdrawnAt === null && aboutParts.includes(each.part) ? [each.person] : [],
    ),
  );
}

/**
 * Whose matter it is: the narrowest of what the reporter said and what follows from the roles of those who did it or whom the concern is
 * about. An adult who was only affected or saw it does not narrow it (an unkind message to a teacher is for the DSL).
 */
export function sphereOf(
  said: Sphere,
  people: readonly { readonly part: Part; readonly roles: readonly string[] }[],
): Sphere {
  const found = people
    .filter((each) => each.part === 'did' || each.part === 'about')
    .map((each): Sphere => {
      if (each.roles.includes('chair')) return 'chair';
      if (each.roles.includes('head')) return 'head';
      return each.roles.some((role) => role !== 'pupil' && role !== 'parent') ? 'staff' : 'general';
    });
  return narrowest([said, ...found]);
}

/** The narrowest of several spheres. */
export function narrowest(several: readonly Sphere[]): Sphere {
  return several.reduce<Sphere>(
    (most, each) => (spheres.codes.indexOf(each) > spheres.codes.indexOf(most) ? each : most),
    'general',
  );
}
