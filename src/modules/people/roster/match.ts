import { plainName } from '../plain-name.ts';
import type { RosterPerson } from './formats/roster.ts';
import type { KnownPerson, RosterState } from './state.ts';
import { isTemporaryUpn } from './upn.ts';

/** A row that may be somebody who is known already; only a person can say. */
export interface Question {
  /** Under which the answer is kept: the row's roster id. */
  readonly key: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** In words: why it is asked. */
  readonly why: string;
  readonly candidates: readonly { readonly id: string; readonly name: string; readonly detail: string }[];
}

/** What people answered: by key, the id of the record it is, or 'new'. */
export type Answers = Readonly<Record<string, string>>;

/** Which record a row is about. */
export type Match =
  | { readonly is: 'known'; readonly person: KnownPerson }
  | { readonly is: 'new' }
  | { readonly is: 'asked'; readonly question: Question }
  | { readonly is: 'refused'; readonly reason: string; readonly cure: string; readonly column: string };

/**
 * Makes the finder of records for rows: by UPN, else by the records system's id, else by what an earlier file of this kind made of the row;
 * an adult also by the e-mail address they sign in with, a contact by name and address together. The same name and date of birth only
 * *suggests* a person, and somebody must confirm it. Twins differ in their first names, so nothing here takes one for the other.
 */
export function makeMatcher(state: RosterState, roster: readonly RosterPerson[], answers: Answers) {
  const by = {
    upn: index(state.people, (one) => one.identity?.upn),
    sourced: index(state.people, (one) => one.row.sourced_id),
    key: index(state.people, (one) => one.identity?.file_key),
    email: index(state.people, (one) => (one.row.kind === 'adult' ? one.row.email : null)),
    contact: index(state.people, (one) =>
      one.row.kind === 'contact' && one.row.email !== null ? `${nameOf(one)}|${one.row.email}` : null,
    ),
    id: index(state.people, (one) => one.row.id),
  };
  const byName = new Map<string, KnownPerson[]>();
  for (const one of state.people) {
    if (one.row.kind !== 'pupil') continue;
    for (const name of new Set([nameOf(one), legalNameOf(one)])) {
      const same = byName.get(name) ?? [];
      same.push(one);
      byName.set(name, same);
    }
  }
  const inFile = new Set<string>();
  for (const row of roster) {
    if (row.upn !== '') inFile.add(`upn ${row.upn}`);
    inFile.add(`id ${row.sourcedId}`);
  }
  /** True when another row of the file is this very person by id or UPN: then they are not asked about. */
  const elsewhere = (one: KnownPerson): boolean =>
    (one.identity?.upn !== undefined && one.identity.upn !== null && inFile.has(`upn ${one.identity.upn}`)) ||
    (one.row.sourced_id !== null && inFile.has(`id ${one.row.sourced_id}`)) ||
    (one.identity?.file_key !== undefined &&
      one.identity.file_key !== null &&
      inFile.has(`id ${one.identity.file_key}`));

  const ask = (row: RosterPerson, why: string, candidates: readonly KnownPerson[]): Match => {
    const answer = answers[row.sourcedId];
    if (answer === 'new') return { is: 'new' };
    const chosen = answer === undefined ? undefined : candidates.find((one) => one.row.id === answer);
    if (chosen !== undefined) return { is: 'known', person: chosen };
    return {
      is: 'asked',
      question: {
        key: row.sourcedId,
        name: `${row.given} ${row.family}`.trim(),
        file: row.file,
        line: row.line,
        why,
        candidates: candidates.map((one) => ({ id: one.row.id, name: one.row.display_name, detail: detailOf(one) })),
      },
    };
  };

  return (row: RosterPerson): Match => {
    const byUpn = row.upn === '' ? undefined : by.upn.get(row.upn);
    const byId = row.madeUp
      ? (by.key.get(row.sourcedId) ?? by.sourced.get(row.sourcedId))
      : by.sourced.get(row.sourcedId);
    if (byUpn !== undefined && byId !== undefined && byUpn !== byId && !row.madeUp) {
      return {
        is: 'refused',
        column: 'UPN',
        reason: `The UPN is that of ${byUpn.row.display_name}, the id that of ${byId.row.display_name}.`,
        cure: 'Correct one of them in the school’s records.',
      };
    }
    if (byUpn !== undefined) return { is: 'known', person: byUpn };
    if (byId !== undefined) {
      const upn = byId.identity?.upn ?? null;
      const differs = upn !== null && row.upn !== '' && upn !== row.upn;
      // A temporary number gives way to the real one; a real one does not change, so it may be another child with an id used again.
      if (!differs || isTemporaryUpn(upn)) return { is: 'known', person: byId };
      return ask(row, 'The id is known, but with another UPN.', [byId]);
    }
    if (row.kind === 'adult' && row.email !== '') {
      const same = by.email.get(row.email);
      // Somebody added by hand before the first import is the same person when the address they sign in with is the same.
      if (same !== undefined && (same.row.sourced_id === null || row.madeUp)) return { is: 'known', person: same };
    }
    if (row.kind === 'contact' && row.email !== '') {
      const same = by.contact.get(`${plainName(`${row.family} ${row.given}`)}|${row.email}`);
      if (same !== undefined && !elsewhere(same)) return { is: 'known', person: same };
    }
    if (row.kind !== 'pupil') return { is: 'new' };
    const candidates = sameNamed(row, byName).filter((one) => {
      const upn = one.identity?.upn ?? null;
      if (upn !== null && row.upn !== '' && !isTemporaryUpn(upn) && !isTemporaryUpn(row.upn)) return false;
      const birth = one.identity?.birth_date ?? null;
      if (birth !== null && row.birthDate !== '' && birth !== row.birthDate) return false;
      return !elsewhere(one);
    });
    if (candidates.length === 0) return { is: 'new' };
    return ask(
      row,
      'Somebody of this name is here already, and nothing says whether it is the same child.',
      candidates,
    );
  };
}

function sameNamed(row: RosterPerson, byName: ReadonlyMap<string, readonly KnownPerson[]>): readonly KnownPerson[] {
  const names = new Set([plainName(`${row.family} ${row.given}`)]);
  if (row.legalFamily !== '') names.add(plainName(`${row.legalFamily} ${row.legalGiven}`));
  const found = [...names].flatMap((name) => byName.get(name) ?? []);
  return [...new Set(found)].slice(0, 5);
}

function nameOf(one: KnownPerson): string {
  return plainName(`${one.row.family_name} ${one.row.given_name}`);
}

function legalNameOf(one: KnownPerson): string {
  const { identity, row } = one;
  return plainName(`${identity?.legal_family ?? row.family_name} ${identity?.legal_given ?? row.given_name}`);
}

/** What tells people of one name apart: born when, in which year, left when. */
function detailOf(one: KnownPerson): string {
  const { row, identity } = one;
  return [
    row.year_group === null
      ? ''
      : row.year_group === 'n'
        ? 'Nursery'
        : row.year_group === 'r'
          ? 'Reception'
          : `Year ${row.year_group}`,
    identity === undefined || identity.birth_date === null ? 'date of birth not known' : `born ${identity.birth_date}`,
    row.left_on === null ? '' : `left ${row.left_on}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function index(
  people: readonly KnownPerson[],
  by: (one: KnownPerson) => string | null | undefined,
): ReadonlyMap<string, KnownPerson> {
  const found = new Map<string, KnownPerson>();
  for (const one of people) {
    const key = by(one);
    if (key !== undefined && key !== null && key !== '') found.set(key, one);
  }
  return found;
}
