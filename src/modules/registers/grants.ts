import type { Actor } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { plainPostsOf } from '../people/index.ts';
import type { PolicyActor } from '../policy/index.ts';
import type { Grantee } from './shape.ts';

/** What somebody is today, as registers name people: roles and posts, and `staff` for everybody who works here. */
export type Grants = ReadonlySet<Grantee>;

/** The roles and posts of an actor today; none for a machine or a visitor. */
export async function grantsOf(db: ReadHandle, actor: Actor, now: Temporal.Instant): Promise<Grants> {
  if (actor.kind !== 'person') return new Set();
  const grants = new Set<Grantee>(actor.roles);
  if (staffRoles.some((role) => actor.roles.has(role))) grants.add('staff');
  for (const post of await plainPostsOf(db, actor.person, schoolDay(now).toString())) grants.add(post);
  return grants;
}

export function holdsAny(grants: Grants, wanted: readonly Grantee[]): boolean {
  return wanted.some((one) => grants.has(one));
}

const seniors: readonly Grantee[] = ['head', 'deputy-head', 'filtering-senior-leader'];

/** Whom a word of the policy means here. Those who are nobody of ours (providers, parents) mean nobody. */
const meant: Readonly<Partial<Record<PolicyActor, readonly Grantee[]>>> = {
  school: ['head'],
  staff: ['staff'],
  teacher: ['staff'],
  head: ['head'],
  deputy: ['deputy-head'],
  'senior-leaders': seniors,
  dsl: ['dsl', 'deputy-dsl'],
  lead: ['lead'],
  'computing-lead': ['computing-lead'],
  technician: ['technician'],
  office: ['office'],
  bursar: ['bursar'],
  'line-manager': seniors,
  governor: ['governor'],
  chair: ['chair'],
  'online-safety-governor': ['governor'],
};

/** The posts that a setting's words name; the head where they name nobody. */
export function granteesOf(words: readonly string[]): readonly Grantee[] {
  const found = words.flatMap((word) => Object.entries(meant).find(([code]) => code === word)?.[1] ?? []);
  return found.length === 0 ? ['head'] : [...new Set(found)];
}
