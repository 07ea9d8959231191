import { createHash } from 'node:crypto';

import type { ClassChange, PersonChange } from './changes.ts';
import { madeUp, nameKey } from './formats/check-person.ts';
import type { Roster } from './formats/roster.ts';
import { makeMatcher, type Answers, type Question } from './match.ts';
import { changeOf, leaverOf, linksOf } from './person-change.ts';
import type { RosterRefusal } from './read-csv.ts';
import type { RosterState } from './state.ts';
import { hasLeft, surroundings, type Surroundings } from './surroundings.ts';

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

function leavingOf(leavers: readonly PersonChange[], state: RosterState, today: string): Leaving {
  const here = state.people.filter((one) => !hasLeft(one, today));
  return {
    pupils: leavers.filter((one) => one.kind === 'pupil').length,
    ofPupils: here.filter((one) => one.row.kind === 'pupil').length,
    staff: leavers.filter((one) => one.kind === 'adult').length,
    ofStaff: here.filter((one) => one.row.kind === 'adult').length,
  };
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
