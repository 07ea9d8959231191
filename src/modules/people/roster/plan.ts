import { createHash } from 'node:crypto';

import { plainName } from '../plain-name.ts';
import type { Relation } from '../words.ts';
import type { ClassChange, Difference, PersonChange } from './changes.ts';
import { madeUp, nameKey } from './formats/check-person.ts';
import type { Roster, RosterEnrollment, RosterPerson } from './formats/roster.ts';
import { makeMatcher, type Answers, type Question } from './match.ts';
import type { RosterRefusal } from './read-csv.ts';
import type { KnownClass, KnownPerson, RosterState } from './state.ts';
import { isTemporaryUpn } from './upn.ts';

/** How many of a group would leave, of how many. */
export interface Leaving {
  readonly pupils: number;
  readonly ofPupils: number;
  readonly staff: number;
  readonly ofStaff: number;
}

/** What an import would do. Nothing is deleted by it: who is not in the files any more gets an end date. */
export interface RosterPlan {
  readonly classes: readonly ClassChange[];
  readonly joiners: readonly PersonChange[];
  readonly movers: readonly PersonChange[];
  readonly leavers: readonly PersonChange[];
  /** Rows that wait for somebody to say who they are: they are left out until then. */
  readonly questions: readonly Question[];
  readonly unchanged: number;
  readonly refusals: readonly RosterRefusal[];
  readonly leaving: Leaving;
  /** True when over a tenth of the pupils or of the staff would leave: somebody must type how many. */
  readonly manyLeave: boolean;
  /** False when a file as a whole could not be taken: then nothing is done. */
  readonly usable: boolean;
  /** SHA-256 over all of the above: what was shown is what is done, or it is looked at again. */
  readonly fingerprint: string;
}

/** Over this part of the pupils, or of the staff, a file is more likely wrong than right. */
const MANY = 0.1;

/** Compares a roster with the records on the day `today` (ISO), with what people answered about rows that may be somebody known. */
export function planRoster(roster: Roster, state: RosterState, today: string, answers: Answers = {}): RosterPlan {
  const refusals: RosterRefusal[] = [...roster.refusals];
  const around = surroundings(roster, state, today);
  const match = makeMatcher(state, roster.people, answers);
  const emails = new Map<string, string>();
  const questions: Question[] = [];
  const joiners: PersonChange[] = [];
  const movers: PersonChange[] = [];
  const leavers: PersonChange[] = [];
  /** Records that a row is about, by their ids: they are not among those who are gone. */
  const met = new Set<string>();
  const kept = new Set<string>();
  let unchanged = 0;

  // Everybody's record first: a contact's id is needed for the links of pupils above it in the file.
  const matched = roster.people.map((person) => ({ person, found: match(person) }));
  for (const { person, found } of matched) {
    if (found.is !== 'known') continue;
    if (met.has(found.person.row.id)) continue;
    met.add(found.person.row.id);
    around.recordOf.set(person.sourcedId, found.person.row.id);
  }
  const taken = new Set<string>();
  for (const { person, found } of matched) {
    const refuse = (column: string, reason: string, cure: string): void => {
      refusals.push({ file: person.file, line: person.line, column, reason, cure });
    };
    if (found.is === 'asked') {
      questions.push(found.question);
      for (const one of found.question.candidates) kept.add(one.id);
      continue;
    }
    if (found.is === 'refused') {
      refuse(found.column, found.reason, found.cure);
      for (const one of state.people) {
        if (one.identity?.upn === person.upn || one.row.sourced_id === person.sourcedId) kept.add(one.row.id);
      }
      continue;
    }
    const known = found.is === 'known' ? found.person : undefined;
    if (known !== undefined && taken.has(known.row.id)) {
      refuse('', `Another row is about ${known.row.display_name} too.`, 'Keep one of the rows.');
      continue;
    }
    if (known !== undefined) taken.add(known.row.id);
    const leftOn = person.leftOn !== '' ? person.leftOn : person.here ? '' : today;
    if (!person.here || (leftOn !== '' && leftOn <= today)) {
      if (known === undefined || hasLeft(known, today)) continue;
      met.delete(known.row.id);
      around.leftOn.set(known.row.id, leftOn);
      continue;
    }
    if (person.kind === 'pupil' && person.yearGroup === undefined) {
      refuse('year', 'The pupil’s year is not known.', 'Fill in the year group with N, R, or 1 to 6.');
      continue;
    }
    if (person.kind === 'adult' && person.email !== '') {
      if (emails.has(person.email)) {
        refuse(
          'email',
          'Another person in the file has this e-mail address.',
          'Give each adult their own: they sign in with it.',
        );
        continue;
      }
      emails.set(person.email, person.sourcedId);
      const other = around.adultByEmail.get(person.email);
      if (other !== undefined && other.row.id !== known?.row.id) {
        refuse('email', 'Somebody else here has this e-mail address.', 'Correct it in the school’s records.');
        continue;
      }
    }
    if (known !== undefined && known.row.kind !== person.kind) {
      refuse('', 'This id belongs to somebody who is something else here.', 'Use a new id for a new person.');
      continue;
    }
    const links = linksOf(person, around, roster.heldBack, refuse);
    const change = changeOf(person, known, links, around);
    if (known === undefined) joiners.push(change);
    else if (change.what.length > 0) movers.push(change);
    else unchanged++;
  }

  for (const one of state.people) {
    const { row } = one;
    if (row.sourced_id === null || met.has(row.id) || kept.has(row.id) || hasLeft(one, today)) continue;
    // Said to come: a leaving date that an earlier file brought is kept by a file that leaves them out already.
    const kind = row.kind === 'pupil' ? 'pupil' : row.kind === 'contact' ? 'contact' : 'adult';
    const dated = around.leftOn.get(row.id);
    if (dated === undefined && !roster.covers.has(kind)) continue;
    if (roster.heldBack.has(row.sourced_id) || roster.heldBack.has(one.identity?.file_key ?? '-')) continue;
    if (roster.heldBack.has(madeUp(`upn ${one.identity?.upn ?? ''}`))) continue;
    if (roster.heldBack.has(nameKey({ given: row.given_name, family: row.family_name }))) continue;
    if (one.posts.length > 0) {
      refusals.push({
        file: roster.people[0]?.file ?? '',
        line: 0,
        reason: `${row.display_name} is not in the file but holds a post.`,
        cure: 'End the post under People, Posts first; then import again.',
      });
      continue;
    }
    leavers.push(leaverOf(one, dated ?? today, kind));
  }

  const classes = classChanges(roster, state, around);
  const leaving = leavingOf(leavers, state, today);
  const changes = { classes, joiners, movers, leavers, questions };
  return {
    ...changes,
    unchanged,
    refusals,
    leaving,
    manyLeave: leaving.pupils > leaving.ofPupils * MANY || leaving.staff > leaving.ofStaff * MANY,
    usable: roster.usable,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([changes, unchanged, refusals]))
      .digest('hex'),
  };
}

function hasLeft(one: KnownPerson, today: string): boolean {
  return one.row.left_on !== null && one.row.left_on <= today;
}

function leavingOf(leavers: readonly PersonChange[], state: RosterState, today: string): Leaving {
  const here = state.people.filter((one) => !hasLeft(one, today));
  return {
    pupils: leavers.filter((one) => one.kind === 'pupil').length,
    ofPupils: here.filter((one) => one.row.kind === 'pupil').length,
    staff: leavers.filter((one) => one.kind === 'adult').length,
    ofStaff: here.filter((one) => one.row.kind === 'adult').length,
  };
}

/** What the rows are compared with, looked up once. */
interface Surroundings {
  readonly today: string;
  readonly enrollments: ReadonlyMap<string, readonly RosterEnrollment[]>;
  readonly contacts: ReadonlyMap<string, RosterPerson>;
  /** The class that a roster's class is: by its id, else by its name among those that go on. */
  readonly classOf: ReadonlyMap<string, KnownClass>;
  readonly classNames: ReadonlyMap<string, string>;
  readonly knownById: ReadonlyMap<string, KnownPerson>;
  readonly adultByEmail: ReadonlyMap<string, KnownPerson>;
  /** Record ids of rows, by their roster ids. */
  readonly recordOf: Map<string, string>;
  /** Leaving days that the file names, by record id. */
  readonly leftOn: Map<string, string>;
  readonly coversTeaching: boolean;
  readonly coversContacts: boolean;
  readonly hasClasses: boolean;
}

function surroundings(roster: Roster, state: RosterState, today: string): Surroundings {
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
    recordOf: new Map(),
    leftOn: new Map(),
    coversTeaching: roster.coversTeaching,
    coversContacts: roster.covers.has('contact'),
    hasClasses: roster.classes.length > 0,
  };
}

function leaverOf(one: KnownPerson, on: string, kind: PersonChange['kind']): PersonChange {
  const { row } = one;
  return {
    do: 'leave',
    sourcedId: row.sourced_id ?? '',
    id: row.id,
    version: row.version,
    kind,
    given: row.given_name,
    family: row.family_name,
    email: row.email,
    yearGroup: row.year_group,
    leftOn: on,
    identity: null,
    what: ['left'],
    differences: [],
    joins: [],
    leaves: one.memberships.map((member) => member.id),
    links: [],
    unlinks: one.links.map((link) => link.id),
  };
}

type Links = PersonChange['links'];

function changeOf(
  person: RosterPerson,
  found: KnownPerson | undefined,
  links: Links,
  around: Surroundings,
): PersonChange {
  const { today, knownById } = around;
  const row = found?.row;
  const before = found?.identity;
  const wanted = around.enrollments.get(person.sourcedId) ?? [];
  const recordOf = (classId: string): string | null => around.classOf.get(classId)?.id ?? null;
  const has = found?.memberships ?? [];
  const joins = wanted
    .filter((one) => !has.some((member) => member.classId === recordOf(one.classId) && member.part === one.part))
    .map((one) => ({
      classId: one.classId,
      id: recordOf(one.classId),
      part: one.part,
      from: one.from === '' || one.from < today ? today : one.from,
      until: one.until === '' ? null : Temporal.PlainDate.from(one.until).add({ days: 1 }).toString(),
    }));
  // A file that does not say who teaches what, or names no class at all, takes nobody out of one.
  const says = person.kind === 'pupil' ? around.hasClasses : around.coversTeaching;
  const leaves = has.filter(
    (member) => says && !wanted.some((one) => recordOf(one.classId) === member.classId && one.part === member.part),
  );
  const hasLinks = (found?.links ?? []).map((link) => ({ ...link, known: knownById.get(link.contactId) }));
  const newLinks = links.filter(
    (one) => !hasLinks.some((link) => link.contactId === one.id && link.relation === one.relation),
  );
  // A link that somebody made by hand, to a contact the roster does not know, stays.
  const unlinks = hasLinks.filter(
    (link) =>
      around.coversContacts &&
      typeof link.known?.row.sourced_id === 'string' &&
      !links.some((one) => one.id === link.contactId && one.relation === link.relation),
  );
  const text = (value: string): string | null => (value === '' ? null : value);
  const facts = {
    given: person.given,
    family: person.family,
    // An address that a file leaves out stays where the file has no such column to say otherwise.
    email: text(person.email) ?? (person.madeUp ? (row?.email ?? null) : null),
    yearGroup: person.yearGroup ?? null,
    leftOn: text(person.leftOn),
  };
  const identity = {
    upn: text(person.upn) ?? before?.upn ?? null,
    birthDate: text(person.birthDate) ?? before?.birth_date ?? null,
    legalGiven: text(person.legalGiven),
    legalFamily: text(person.legalFamily),
    fileKey: person.madeUp ? person.sourcedId : (before?.file_key ?? null),
  };
  // What the records system calls somebody outlives what we made up for them.
  const sourcedId = person.madeUp && typeof row?.sourced_id === 'string' ? row.sourced_id : person.sourcedId;
  const what: string[] = [];
  const differences: Difference[] = [];
  const differs = (code: string, from: string | null, to: string | null): void => {
    what.push(code);
    differences.push({ what: code, from: from ?? '', to: to ?? '' });
  };
  if (row !== undefined && found !== undefined) {
    if (row.sourced_id !== sourcedId) what.push('linked');
    else if (person.madeUp && (before?.file_key ?? null) !== identity.fileKey && row.sourced_id !== identity.fileKey)
      what.push('linked');
    if (hasLeft(found, today)) what.push('came-back');
    else if (row.left_on !== facts.leftOn) differs('leaving', row.left_on, facts.leftOn);
    if (row.given_name !== facts.given || row.family_name !== facts.family) {
      differs('name', `${row.given_name} ${row.family_name}`, `${facts.given} ${facts.family}`);
    }
    if (row.email !== facts.email) differs('email', row.email, facts.email);
    if (row.year_group !== facts.yearGroup) differs('year', row.year_group, facts.yearGroup);
    if (person.kind === 'adult' && !found.isStaff) what.push('role');
    // Numbers and dates of birth are not spelled out in a list that is printed.
    if ((before?.upn ?? null) !== identity.upn)
      what.push(typeof before?.upn === 'string' && isTemporaryUpn(before.upn) ? 'upn-real' : 'upn');
    if ((before?.birth_date ?? null) !== identity.birthDate) what.push('birth');
    if (
      (before?.legal_given ?? null) !== identity.legalGiven ||
      (before?.legal_family ?? null) !== identity.legalFamily
    ) {
      what.push('legal-name');
    }
    if (joins.length + leaves.length > 0) {
      differs(
        'classes',
        leaves.map((one) => around.classNames.get(one.classId) ?? '').join(', '),
        joins.map((one) => titleOf(one.classId, around)).join(', '),
      );
    }
    if (newLinks.length + unlinks.length > 0) what.push('contacts');
  }
  const nothingKept = Object.values(identity).every((value) => value === null) && before === undefined;
  return {
    do: found === undefined ? 'join' : 'move',
    sourcedId,
    id: row?.id ?? null,
    version: row?.version ?? 0,
    kind: person.kind,
    ...facts,
    identity: nothingKept ? null : identity,
    what,
    differences,
    joins,
    leaves: leaves.map((one) => one.id),
    links: newLinks,
    unlinks: unlinks.map((one) => one.id),
  };
}

function titleOf(classId: string, around: Surroundings): string {
  const known = around.classOf.get(classId);
  return known?.name ?? around.classNames.get(classId) ?? classId.replace(/^class:/, '');
}

/** The contacts of a pupil, each with what they are. Ids that lead to nobody are refused; the pupil is still taken. */
function linksOf(
  person: RosterPerson,
  around: Surroundings,
  heldBack: ReadonlySet<string>,
  refuse: (column: string, reason: string, cure: string) => void,
): Links {
  const seen = new Set<string>();
  return person.agents.flatMap(({ id: agent, relation: said }) => {
    if (seen.has(agent)) return [];
    seen.add(agent);
    const contact = around.contacts.get(agent);
    const relation: Relation | undefined = said ?? contact?.relation;
    if (contact !== undefined && relation !== undefined) {
      return [{ contact: contact.sourcedId, id: around.recordOf.get(agent) ?? null, relation }];
    }
    if (!heldBack.has(agent)) {
      refuse(
        'agentSourcedIds',
        'A person responsible for this pupil is not in the file as parent, guardian or relative.',
        'Export parents and carers too, or take the id out. The pupil is imported without this link.',
      );
    }
    return [];
  });
}

function classChanges(roster: Roster, state: RosterState, around: Surroundings): readonly ClassChange[] {
  const met = new Set<string>();
  const changes = roster.classes.flatMap((one): ClassChange[] => {
    const found = around.classOf.get(one.sourcedId);
    const wanted = { sourcedId: one.sourcedId, title: one.title, yearGroup: one.yearGroup ?? null };
    if (found === undefined) return [{ do: 'add', id: null, ...wanted, was: '' }];
    met.add(found.id);
    const same =
      found.name === wanted.title &&
      found.yearGroup === wanted.yearGroup &&
      !found.ended &&
      (found.sourcedId === wanted.sourcedId || one.sourcedId.startsWith('class:'));
    if (same) return [];
    // What we made up for a class gives way to the records system's id, not the other way round.
    const sourcedId = one.sourcedId.startsWith('class:') ? (found.sourcedId ?? one.sourcedId) : one.sourcedId;
    return [{ do: 'change', id: found.id, ...wanted, sourcedId, was: found.name }];
  });
  // Only a file that is about everybody says that a class is over.
  if (!roster.covers.has('pupil') || !around.hasClasses) return changes;
  for (const one of state.classes) {
    if (one.sourcedId === null || one.ended || met.has(one.id) || roster.heldBack.has(one.sourcedId)) continue;
    changes.push({
      do: 'end',
      id: one.id,
      sourcedId: one.sourcedId,
      title: one.name,
      yearGroup: one.yearGroup,
      was: one.name,
    });
  }
  return changes;
}
