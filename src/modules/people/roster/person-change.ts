import type { Relation } from '../words.ts';
import type { Difference, PersonChange } from './changes.ts';
import type { RosterPerson } from './formats/roster.ts';
import type { KnownPerson } from './state.ts';
import { hasLeft, type Surroundings } from './surroundings.ts';
import { isTemporaryUpn } from './upn.ts';

/** Somebody who goes on the day `on` (ISO): places in classes and links to contacts end with it. */
export function leaverOf(one: KnownPerson, on: string, kind: PersonChange['kind']): PersonChange {
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

/** What a row changes about somebody: everything where `found` is undefined (they join), else only what differs (`what` may be empty). */
export function changeOf(
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
    // Made of a temporary UPN that another child had before, it stays theirs: this one is known by the UPN itself.
    fileKey:
      person.madeUp && (around.keyHolder.get(person.sourcedId) ?? row?.id) === row?.id
        ? person.sourcedId
        : (before?.file_key ?? null),
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
export function linksOf(
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
