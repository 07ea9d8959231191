import { createHash } from 'node:crypto';

import type { Relation } from '../words.ts';
import type { ClassChange, PersonChange } from './changes.ts';
import type { Roster, RosterEnrollment, RosterPerson } from './one-roster.ts';
import type { RosterRefusal } from './read-csv.ts';
import type { KnownPerson, RosterState } from './state.ts';

/** What an import would do. Nothing is deleted by it: who is not in the files any more gets an end date. */
export interface RosterPlan {
  readonly classes: readonly ClassChange[];
  readonly joiners: readonly PersonChange[];
  readonly movers: readonly PersonChange[];
  readonly leavers: readonly PersonChange[];
  readonly unchanged: number;
  readonly refusals: readonly RosterRefusal[];
  /** True when so many would leave that the file is more likely wrong than right: a person must say that it is so. */
  readonly manyLeave: boolean;
  /** False when a file as a whole could not be taken: then nothing is done. */
  readonly usable: boolean;
  /** SHA-256 over all of the above: what was shown is what is done, or it is looked at again. */
  readonly fingerprint: string;
}

/** Compares a roster with the records on the day `today` (ISO). People are matched by their roster id, never by name. */
export function planRoster(roster: Roster, state: RosterState, today: string): RosterPlan {
  const refusals: RosterRefusal[] = [...roster.refusals];
  const knownById = new Map(state.people.map((one) => [one.row.id, one]));
  const known = new Map(
    state.people.flatMap((one): [string, KnownPerson][] =>
      one.row.sourced_id === null ? [] : [[one.row.sourced_id, one]],
    ),
  );
  const byEmail = new Map(
    state.people.flatMap((one): [string, KnownPerson][] =>
      one.row.email === null || one.row.kind !== 'adult' ? [] : [[one.row.email, one]],
    ),
  );
  const classIds = new Map(
    state.classes.flatMap((one): [string, string][] => (one.sourcedId === null ? [] : [[one.sourcedId, one.id]])),
  );
  const enrollments = new Map<string, RosterEnrollment[]>();
  for (const one of roster.enrollments) {
    if (one.until !== '' && one.until < today) continue;
    const mine = enrollments.get(one.person) ?? [];
    // The same class in the same part twice (two periods) counts once.
    if (!mine.some((other) => other.classId === one.classId && other.part === one.part)) mine.push(one);
    enrollments.set(one.person, mine);
  }
  const contacts = new Map(
    roster.people.filter((one) => one.kind === 'contact' && one.here).map((one) => [one.sourcedId, one]),
  );
  const emails = new Map<string, string>();
  const joiners: PersonChange[] = [];
  const movers: PersonChange[] = [];
  const leavers: PersonChange[] = [];
  const here = new Set<string>();
  let unchanged = 0;

  for (const person of roster.people) {
    if (!person.here) continue;
    here.add(person.sourcedId);
    const refuse = (reason: string, cure: string): void => {
      refusals.push({ file: 'users.csv', line: person.line, reason, cure });
    };
    if (person.kind === 'pupil' && person.yearGroup === undefined) {
      refuse('The pupil’s year is not known.', 'Fill in grades with N, R, or 1 to 6.');
      continue;
    }
    if (person.kind === 'adult' && person.email !== '') {
      const other = emails.get(person.email);
      if (other !== undefined) {
        refuse(
          'Another person in the file has this e-mail address.',
          'Give each adult their own: they sign in with it.',
        );
        continue;
      }
      emails.set(person.email, person.sourcedId);
    }
    const links = linksOf(person, contacts, roster.heldBack, refuse);
    const wanted = enrollments.get(person.sourcedId) ?? [];
    const sameEmail = person.kind === 'adult' ? byEmail.get(person.email) : undefined;
    // Somebody added by hand before the first import is the same person when the e-mail address they sign in with is the same.
    const found = known.get(person.sourcedId) ?? (sameEmail?.row.sourced_id === null ? sameEmail : undefined);
    if (sameEmail !== undefined && sameEmail !== found) {
      refuse('Somebody else here has this e-mail address.', 'Correct it in the school’s records.');
      continue;
    }
    if (found !== undefined && found.row.kind !== person.kind) {
      refuse('This id belongs to somebody who is something else here.', 'Use a new id for a new person.');
      continue;
    }
    const change = changeOf(person, found, { wanted, links, classIds, knownById, today });
    if (found === undefined) joiners.push(change);
    else if (change.what.length > 0) movers.push(change);
    else unchanged++;
  }

  for (const [sourcedId, one] of known) {
    const gone = one.row.left_on !== null && one.row.left_on <= today;
    if (here.has(sourcedId) || roster.heldBack.has(sourcedId) || gone) continue;
    if (one.posts.length > 0) {
      refusals.push({
        file: 'users.csv',
        line: 0,
        reason: `${one.row.display_name} is not in the file but holds a post.`,
        cure: 'End the post under People, Posts first; then import again.',
      });
      continue;
    }
    leavers.push({
      ...factsOf(one),
      do: 'leave',
      sourcedId,
      what: ['left'],
      joins: [],
      leaves: one.memberships.map((member) => member.id),
      links: [],
      unlinks: one.links.map((link) => link.id),
    });
  }

  const classes = classChanges(roster, state);
  const matched = movers.length + leavers.length + unchanged;
  const changes = { classes, joiners, movers, leavers };
  return {
    ...changes,
    unchanged,
    refusals,
    manyLeave: leavers.length >= 5 && leavers.length * 5 > matched,
    usable: roster.usable,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([changes, unchanged, refusals]))
      .digest('hex'),
  };
}

type Facts = Pick<PersonChange, 'id' | 'kind' | 'given' | 'family' | 'email' | 'yearGroup'>;

function factsOf(one: KnownPerson): Facts {
  const { row } = one;
  return {
    id: row.id,
    kind: row.kind === 'pupil' ? 'pupil' : row.kind === 'contact' ? 'contact' : 'adult',
    given: row.given_name,
    family: row.family_name,
    email: row.email,
    yearGroup: row.year_group,
  };
}

interface Surroundings {
  readonly wanted: readonly RosterEnrollment[];
  readonly links: readonly { contact: string; relation: Relation }[];
  readonly classIds: ReadonlyMap<string, string>;
  readonly knownById: ReadonlyMap<string, KnownPerson>;
  readonly today: string;
}

function changeOf(person: RosterPerson, found: KnownPerson | undefined, around: Surroundings): PersonChange {
  const { wanted, links, classIds, knownById, today } = around;
  const facts = {
    id: found?.row.id ?? null,
    kind: person.kind,
    given: person.given,
    family: person.family,
    email: person.email === '' ? null : person.email,
    yearGroup: person.yearGroup ?? null,
  };
  const has = found?.memberships ?? [];
  const joins = wanted
    .filter((one) => !has.some((member) => member.classId === classIds.get(one.classId) && member.part === one.part))
    .map((one) => ({
      classId: one.classId,
      part: one.part,
      from: one.from === '' || one.from < today ? today : one.from,
      until: one.until === '' ? null : dayAfter(one.until),
    }));
  const leaves = has
    .filter((member) => !wanted.some((one) => classIds.get(one.classId) === member.classId && one.part === member.part))
    .map((member) => member.id);
  const hasLinks = (found?.links ?? []).map((link) => ({
    ...link,
    contact: knownById.get(link.contactId)?.row.sourced_id ?? null,
  }));
  const newLinks = links.filter(
    (one) => !hasLinks.some((link) => link.contact === one.contact && link.relation === one.relation),
  );
  // A link that somebody made by hand, to a contact the roster does not know, stays.
  const unlinks = hasLinks
    .filter((link) => link.contact !== null)
    .filter((link) => !links.some((one) => one.contact === link.contact && one.relation === link.relation))
    .map((link) => link.id);
  const what: string[] = [];
  if (found !== undefined) {
    const { row } = found;
    if (row.sourced_id === null) what.push('linked');
    if (row.left_on !== null) what.push('came-back');
    if (row.given_name !== facts.given || row.family_name !== facts.family) what.push('name');
    if (row.email !== facts.email) what.push('email');
    if (row.year_group !== facts.yearGroup) what.push('year');
    if (facts.kind === 'adult' && !found.isStaff) what.push('role');
    if (joins.length + leaves.length > 0) what.push('classes');
    if (newLinks.length + unlinks.length > 0) what.push('contacts');
  }
  return {
    ...facts,
    do: found === undefined ? 'join' : 'move',
    sourcedId: person.sourcedId,
    what,
    joins,
    leaves,
    links: newLinks,
    unlinks,
  };
}

/** The contacts of a pupil, each with what they are. Ids that lead to nobody are refused; the pupil is still taken. */
function linksOf(
  person: RosterPerson,
  contacts: ReadonlyMap<string, RosterPerson>,
  heldBack: ReadonlySet<string>,
  refuse: (reason: string, cure: string) => void,
): { contact: string; relation: Relation }[] {
  return [...new Set(person.agents)].flatMap((agent) => {
    const contact = contacts.get(agent);
    if (contact?.relation !== undefined) return [{ contact: agent, relation: contact.relation }];
    if (!heldBack.has(agent)) {
      refuse(
        'A person responsible for this pupil (agentSourcedIds) is not in the file as parent, guardian or relative.',
        'Export parents and carers too, or take the id out. The pupil is imported without this link.',
      );
    }
    return [];
  });
}

function classChanges(roster: Roster, state: RosterState): readonly ClassChange[] {
  const known = new Map(state.classes.map((one) => [one.sourcedId, one]));
  const named = new Set(roster.classes.map((one) => one.sourcedId));
  const changes = roster.classes.flatMap((one): ClassChange[] => {
    const found = known.get(one.sourcedId);
    const wanted = { sourcedId: one.sourcedId, title: one.title, yearGroup: one.yearGroup ?? null };
    if (found === undefined) return [{ do: 'add', ...wanted }];
    const same = found.name === wanted.title && found.yearGroup === wanted.yearGroup && !found.ended;
    return same ? [] : [{ do: 'change', ...wanted }];
  });
  for (const one of state.classes) {
    if (one.sourcedId === null || one.ended || named.has(one.sourcedId) || roster.heldBack.has(one.sourcedId)) continue;
    changes.push({ do: 'end', sourcedId: one.sourcedId, title: one.name, yearGroup: one.yearGroup });
  }
  return changes;
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}
