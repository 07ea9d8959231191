import { allowed, holds, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import { staffRoles, type Role } from '../../platform/access/roles.ts';
import type { Entry } from './entry.ts';
import { holdsAny, type Grants } from './grants.ts';
import type { Grantee, RegisterShape } from './shape.ts';

/** Who may do what in a register: what its shape says of roles and posts, and the two rules that hold in all of them. */

/** What a policy knows: the register, and what whoever asks is today. */
export interface Standing {
  readonly shape: RegisterShape;
  readonly grants: Grants;
  /** Who decides on what waits in it. */
  readonly deciders?: readonly Grantee[];
}

/** An entry as far as a policy looks at it. */
export type EntryFacts = Pick<Entry, 'addedBy' | 'state'> & {
  readonly decidedBy?: string | null;
  /** Who corrected it last, of one that waits. */
  readonly correctedBy?: string | undefined;
};

const notYours = refused('This register is not among those that you may open. Your head teacher can say who keeps it.');

/** Who works here or governs: the registers are theirs to look into, each as far as its shape says. */
const insiders: readonly Role[] = [...staffRoles, 'governor', 'chair', 'vice-chair'];

/** May see the list of registers: of those they may open. */
export function maySeeRegisters(actor: Actor): Verdict {
  return holds(actor, ...insiders) ? allowed : refused('The registers are for those who work here and for governors.');
}

/** May read all of it. The head reads every register that is not restricted (roles.md, "registers"). */
export function mayRead(actor: Actor, { shape, grants }: Standing): Verdict {
  if (actor.kind !== 'person') return notYours;
  if (holdsAny(grants, shape.read)) return allowed;
  return shape.restricted !== true && grants.has('head') ? allowed : notYours;
}

/** May add an entry. */
export function mayAdd(actor: Actor, { shape, grants }: Standing): Verdict {
  if (actor.kind !== 'person') return notYours;
  return holdsAny(grants, shape.add) ? allowed : refused('You may not add to this register. Its page says who may.');
}

/** Whether they decide on what waits here, whether or not they read the register. In a restricted one only readers do. */
export function decides(actor: Actor, { shape, grants, deciders = [] }: Standing): boolean {
  return actor.kind === 'person' && shape.restricted !== true && holdsAny(grants, deciders);
}

/** May open the register's page: who reads it, who adds to it and sees what they added, and who decides and sees what waits. */
export function mayOpenRegister(actor: Actor, standing: Standing): Verdict {
  return mayRead(actor, standing).allowed || mayAdd(actor, standing).allowed || decides(actor, standing)
    ? allowed
    : notYours;
}

/** May open an entry: who reads the register, whoever added it, and who decides on it or did. Of a restricted register only the first. */
export function mayOpenEntry(actor: Actor, standing: Standing, entry: EntryFacts): Verdict {
  const own = mayOpenOwn(actor, standing, entry);
  if (own.allowed || actor.kind !== 'person' || !decides(actor, standing)) return own;
  return entry.state === 'waiting' || entry.decidedBy === actor.person ? allowed : own;
}

function mayOpenOwn(actor: Actor, standing: Standing, entry: EntryFacts): Verdict {
  const all = mayRead(actor, standing);
  if (all.allowed || standing.shape.restricted === true || actor.kind !== 'person') return all;
  return entry.addedBy === actor.person && mayAdd(actor, standing).allowed ? allowed : all;
}

/** May correct, close, strike out or add a file: who may add, to what they read or added. Deciding alone gives no right to change. */
export function mayChange(actor: Actor, standing: Standing, entry: EntryFacts): Verdict {
  const open = mayOpenOwn(actor, standing, entry);
  return open.allowed ? mayAdd(actor, standing) : open;
}

/** May decide on an entry that waits: `deciders`, and never on what they asked for themselves or wrote last. */
export function mayDecide(actor: Actor, standing: Standing, deciders: readonly Grantee[], entry: EntryFacts): Verdict {
  if (actor.kind !== 'person' || !holdsAny(standing.grants, deciders)) {
    return refused('This is for somebody else to decide: the entry’s page says who.');
  }
  if (entry.addedBy === actor.person) {
    return refused('You asked for this yourself, so somebody else decides on it.');
  }
  return entry.correctedBy === actor.person
    ? refused('You corrected this since it was asked for, so somebody else decides on it.')
    : allowed;
}

/** May bring in a file of entries: who may add and read the register. */
export function mayImport(actor: Actor, standing: Standing): Verdict {
  const read = mayRead(actor, standing);
  return read.allowed ? mayAdd(actor, standing) : read;
}

/** May make a register of the school's own, and change its columns: who drafts the policy (roles.md, "policy, settings"). */
export function mayShape(actor: Actor): Verdict {
  return holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl')
    ? allowed
    : refused('The head, the safeguarding leads and the online-safety lead make registers.');
}
