import type { YearGroupCode } from '../../../school/index.ts';
import type { ClassPart, PersonKind, Relation } from '../../words.ts';
import type { RosterRefusal } from '../read-csv.ts';

/** Somebody as a roster names them, whatever its format. Empty text is "the file does not say". */
export interface RosterPerson {
  readonly file: string;
  readonly line: number;
  /** The id that the records system gives them; made of UPN, or of name and date of birth, where the file has none (`madeUp`). */
  readonly sourcedId: string;
  readonly madeUp: boolean;
  readonly kind: PersonKind;
  readonly relation: Relation | undefined;
  /** The names they are called by. */
  readonly given: string;
  readonly family: string;
  /** Their names in law, where they differ. */
  readonly legalGiven: string;
  readonly legalFamily: string;
  readonly email: string;
  readonly yearGroup: YearGroupCode | undefined;
  /** ISO day. */
  readonly birthDate: string;
  readonly upn: string;
  /** False when the row says that the person is not here any more. */
  readonly here: boolean;
  /** The first ISO day on which they are no longer here, in the past or to come. */
  readonly leftOn: string;
  /** For a pupil, the people responsible for them. */
  readonly agents: readonly { readonly id: string; readonly relation: Relation | undefined }[];
}

export interface RosterClass {
  readonly line: number;
  readonly sourcedId: string;
  readonly title: string;
  readonly yearGroup: YearGroupCode | undefined;
}

export interface RosterEnrollment {
  readonly line: number;
  readonly person: string;
  readonly classId: string;
  readonly part: ClassPart;
  readonly from: string;
  readonly until: string;
}

/** What the files say, as far as they could be taken. */
export interface Roster {
  readonly people: readonly RosterPerson[];
  readonly classes: readonly RosterClass[];
  readonly enrollments: readonly RosterEnrollment[];
  readonly refusals: readonly RosterRefusal[];
  /** Ids of rows that were refused: those people and classes stay as they are. */
  readonly heldBack: ReadonlySet<string>;
  /** The kinds of people the files are about: nobody of another kind leaves because they are not in them. */
  readonly covers: ReadonlySet<PersonKind>;
  /** False where the files do not say who teaches what: then teachers stay with their classes. */
  readonly coversTeaching: boolean;
  /** False when a file as a whole could not be taken: then nothing is imported. */
  readonly usable: boolean;
}

/** Files by their names, as text. */
export type RosterTexts = Readonly<Record<string, string>>;

/** Where refusals are gathered while files are read. */
export interface Gathering {
  readonly refusals: RosterRefusal[];
  readonly heldBack: Set<string>;
  /** Refuses a row; with `id`, the person or class of that id stays as they are. */
  refuse(where: { file: string; line: number; column?: string; id?: string }, reason: string, cure: string): void;
}

/** Begins to gather refusals. */
export function gathering(): Gathering {
  const refusals: RosterRefusal[] = [];
  const heldBack = new Set<string>();
  return {
    refusals,
    heldBack,
    refuse({ file, line, column, id }, reason, cure) {
      refusals.push({ file, line, ...(column === undefined ? {} : { column }), reason, cure });
      if (id !== undefined && id !== '') heldBack.add(id);
    },
  };
}

/** What is said when a file as a whole cannot be taken: what is wrong with it, and nobody. */
export function unusable(gather: Gathering): Roster {
  return {
    people: [],
    classes: [],
    enrollments: [],
    refusals: gather.refusals,
    heldBack: gather.heldBack,
    covers: new Set(),
    coversTeaching: false,
    usable: false,
  };
}
