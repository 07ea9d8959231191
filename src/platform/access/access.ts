import type { PersonId, RequestId, SchoolId } from '../ids/ids.ts';
import type { Role } from './roles.ts';

/** Somebody signed in, with what they are today. */
export interface PersonActor {
  readonly kind: 'person';
  readonly school: SchoolId;
  readonly person: PersonId;
  /** As pages greet them. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** Ids of the classes they teach today. */
  readonly classes: ReadonlySet<string>;
  readonly request: RequestId;
  /** The browser session this came by; none for what is done in somebody's name by a builder or a file. */
  readonly session?: { readonly id: string; readonly confirmedLately: boolean };
}

/** Nobody signed in: sign-in itself, set-up, and what the public may read. */
export interface VisitorActor {
  readonly kind: 'visitor';
  readonly school: SchoolId;
  readonly request: RequestId;
}

/** A named part of Schoolgate acting by itself. */
export interface MachineActor {
  readonly kind: 'job' | 'filter' | 'command-line';
  readonly school: SchoolId;
  /** Which job or command, as a code. */
  readonly name: string;
  readonly request: RequestId;
}

export type Actor = PersonActor | VisitorActor | MachineActor;

/** The answer of a policy. A refusal carries a reason that the person can read. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

export const allowed: Verdict = Object.freeze({ allowed: true });

/** Refuses with a sentence for the person: what they cannot do and who can. */
export function refused(reason: string): Verdict {
  return { allowed: false, reason };
}

/** True when the actor is a person who holds at least one of the roles today. */
export function holds(actor: Actor, ...wanted: readonly Role[]): actor is PersonActor {
  return actor.kind === 'person' && wanted.some((role) => actor.roles.has(role));
}

/**
 * For acts that a browser left open must not allow: asks that the person has shown within ten minutes that it is they (password, code or passkey).
 * A page declares `confirm: true` besides (http/pages.ts), and then leads to "Confirm that it is you" and back by itself.
 *
 *     policy: (actor, subject) => both(mayDecide(actor, subject), confirmedLately(actor))
 */
export function confirmedLately(actor: Actor): Verdict {
  return actor.kind === 'person' && actor.session?.confirmedLately !== true ? notConfirmed : allowed;
}
const notConfirmed = refused('This asks you to confirm that it is you. Open the page again: it leads you there.');

/** The first of several verdicts that refuses; allowed when none does. */
export function both(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => !verdict.allowed) ?? allowed;
}

/** A policy that asks only for one of the roles, whatever the subject is. `who` ends the sentence "Only … can do this." */
export function onlyRoles(who: string, ...wanted: readonly Role[]): (actor: Actor) => Verdict {
  const verdict = refused(`Only ${who} can do this.`);
  return (actor) => (holds(actor, ...wanted) ? allowed : verdict);
}

/** A policy for what a named part of Schoolgate does by itself, and no person ever. */
export function onlyMachine(kind: MachineActor['kind'], name?: string): (actor: Actor) => Verdict {
  const verdict = refused('Schoolgate does this by itself; nobody can do it by hand.');
  return (actor) => (actor.kind === kind && (name === undefined || actor.name === name) ? allowed : verdict);
}
