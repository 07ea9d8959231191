import { createHash } from 'node:crypto';

import type { YearGroupCode } from '../../../school/index.ts';
import { plainName } from '../../plain-name.ts';
import type { PersonKind, Relation } from '../../words.ts';
import { plainUpn, upnTrouble } from '../upn.ts';
import type { Gathering, RosterPerson } from './roster.ts';

/** A row about somebody, its columns found and its words understood, and nothing checked yet. */
export interface RawPerson {
  readonly file: string;
  readonly line: number;
  /** The records system's id; empty where the format has none: then one is made. */
  readonly id: string;
  readonly kind: PersonKind;
  readonly relation?: Relation | undefined;
  readonly given: string;
  readonly family: string;
  readonly legalGiven?: string;
  readonly legalFamily?: string;
  readonly email: string;
  /** As the file words it, and what that means; `undefined` means that it is no year of this school. */
  readonly yearWord?: string;
  readonly yearGroup?: YearGroupCode | undefined;
  readonly birthDate?: string | undefined;
  readonly upn?: string;
  readonly here: boolean;
  readonly leftOn?: string;
  readonly agents?: RosterPerson['agents'];
  /** What the file calls its columns, for messages. */
  readonly columns: Partial<Record<'id' | 'name' | 'email' | 'year' | 'upn' | 'birth', string>>;
}

/** What may stand in an id: printable, no spaces at the ends, at most 255 characters (OneRoster 1.2 CSV, GUID). */
export const idShape = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
/** Control characters, and the marks that turn text round: never typed on purpose. */
// eslint-disable-next-line no-control-regex -- the point is to find them
export const hiddenSigns = /[\u0000-\u001f\u007f\u0080-\u009f\u202a-\u202e\u2066-\u2069]/;
const emailShape = /^[^\s@"<>,;:\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** An id made of what a file does say. It is kept in plain columns, so what it was made of cannot be read in it. */
export function madeUp(of: string): string {
  return `made:${createHash('sha256').update(of).digest('hex').slice(0, 40)}`;
}

/** The id of somebody whose file gives none: of the UPN, or of name and date of birth; '' when there is too little for one. */
export function madeUpId(person: Pick<RawPerson, 'given' | 'family' | 'birthDate' | 'upn' | 'email' | 'kind'>): string {
  const upn = plainUpn(person.upn ?? '');
  if (upn !== '') return madeUp(`upn ${upn}`);
  const name = plainName(`${person.family}, ${person.given}`);
  if (person.birthDate !== undefined && person.birthDate !== '') return madeUp(`name ${name}|${person.birthDate}`);
  if (person.kind === 'adult' && person.email !== '') return madeUp(`mail ${person.email.toLowerCase()}`);
  return '';
}

/** Under which a row that was refused holds back whoever has its name. */
export function nameKey(person: { given: string; family: string }): string {
  return `name ${plainName(`${person.family} ${person.given}`)}`;
}

/** Checks a row. What cannot be taken is refused with file, line, column and cure; `seen` holds the ids and UPNs so far. */
export function checkPerson(raw: RawPerson, gather: Gathering, seen: Set<string>): RosterPerson | undefined {
  const { file, line, columns } = raw;
  const id = raw.id === '' ? madeUpId(raw) : raw.id;
  const no = (column: string | undefined, reason: string, cure: string): RosterPerson | undefined => {
    gather.refuse({ file, line, ...(column === undefined ? {} : { column }), id }, reason, cure);
    // Somebody of this name may be known by another id: a row that cannot be read makes nobody leave.
    gather.heldBack.add(nameKey(raw));
    return undefined;
  };
  const idColumn = columns.id ?? 'id';
  if (raw.id !== '' && !idShape.test(raw.id)) {
    gather.refuse(
      { file, line, column: idColumn },
      `The ${idColumn} is missing or has characters in it that an id cannot have.`,
      'Export the file again.',
    );
    return undefined;
  }
  if (id === '') {
    return no(
      undefined,
      'There is nothing to know this person by: no id, no UPN, no date of birth.',
      'Export one of them too.',
    );
  }
  if (seen.has(`id ${id}`)) {
    return raw.id === ''
      ? no(undefined, 'Two rows have the same name and date of birth.', 'Export the UPN or an id too.')
      : no(idColumn, `The ${idColumn} is there twice.`, 'Keep one of the rows.');
  }
  seen.add(`id ${id}`);
  // One-word names are names: Teller, Sukarno. Somebody without any is a slip.
  const family = raw.family === '' ? raw.given : raw.family;
  const given = raw.family === '' ? '' : raw.given;
  if (family === '') return no(columns.name, 'A name is missing.', 'Add it in the school’s records.');
  const names = [given, family, raw.legalGiven ?? '', raw.legalFamily ?? ''];
  if (names.some((name) => name.length > 100))
    return no(columns.name, 'A name is longer than 100 characters.', 'Shorten it.');
  if (names.some((name) => hiddenSigns.test(name))) {
    return no(
      columns.name,
      'A name has characters in it that cannot be shown.',
      'Type the name again in the school’s records.',
    );
  }
  const email = raw.email.toLowerCase();
  if (email !== '' && (email.length > 254 || !emailShape.test(email))) {
    return no(columns.email, 'The e-mail address is not one.', 'Correct it, or leave it empty.');
  }
  if (raw.kind === 'pupil' && (raw.yearWord ?? '') !== '' && raw.yearGroup === undefined) {
    return no(
      columns.year,
      `The grade “${(raw.yearWord ?? '').slice(0, 20)}” is not a year of a primary school.`,
      'Use N, R, or 1 to 6.',
    );
  }
  const upn = plainUpn(raw.upn ?? '');
  const trouble = upn === '' ? undefined : upnTrouble(upn);
  if (trouble !== undefined)
    return no(columns.upn, `The UPN is wrong. ${trouble}`, 'Correct it in the school’s records.');
  if (upn !== '' && seen.has(`upn ${upn}`)) {
    return no(columns.upn, 'Another row has the same UPN.', 'Each pupil has their own: correct one of them.');
  }
  if (upn !== '') seen.add(`upn ${upn}`);
  if (raw.birthDate === undefined && columns.birth !== undefined) {
    return no(columns.birth, 'The date of birth is not a real date.', 'Correct it in the school’s records.');
  }
  const legalGiven = raw.legalGiven ?? '';
  const legalFamily = raw.legalFamily ?? '';
  const sameInLaw = (legalGiven === '' || legalGiven === given) && (legalFamily === '' || legalFamily === family);
  return {
    file,
    line,
    sourcedId: id,
    madeUp: raw.id === '',
    kind: raw.kind,
    relation: raw.relation,
    given,
    family,
    legalGiven: sameInLaw ? '' : legalGiven === '' ? given : legalGiven,
    legalFamily: sameInLaw ? '' : legalFamily === '' ? family : legalFamily,
    email,
    yearGroup: raw.kind === 'pupil' ? raw.yearGroup : undefined,
    birthDate: raw.kind === 'pupil' ? (raw.birthDate ?? '') : '',
    upn: raw.kind === 'pupil' ? upn : '',
    here: raw.here,
    leftOn: raw.leftOn ?? '',
    agents: raw.kind === 'pupil' ? (raw.agents ?? []) : [],
  };
}
