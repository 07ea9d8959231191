import { holds, type Actor } from '../../platform/access/access.ts';
import { roles, staffRoles, type Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { holdersOf, plainHolders, plainPostsOf } from '../people/index.ts';
import type { DutyShape } from './duty.ts';

export type Post = DutyShape['owner'];

/** Somebody who answers for a duty today. Whoever covers for a post has its role while it lasts, so cover counts by itself. */
export interface Holder {
  readonly id: PersonId;
  readonly name: string;
}

/** To whom a duty goes whose post nobody holds: the online-safety lead, then the headteacher. The same line is told when one stays overdue. */
const line: readonly Role[] = ['lead', 'head'];

/** Who holds each post today. Asks once for each post, and only for those that are asked about. */
export interface Posts {
  holders(post: Post): Promise<readonly Holder[]>;
  /** The post that answers for a duty of `post` today: that post, or the next in the line while it is vacant. */
  answering(post: Post): Promise<Post>;
  /** Whether `actor` answers for a duty of `post` today. */
  isOwn(actor: Actor, post: Post): Promise<boolean>;
}

/** Opens the posts of a school on the day of `now`. */
export function postsOn(db: ReadHandle, now: Temporal.Instant): Posts {
  const known = new Map<Post, Promise<readonly Holder[]>>();
  const own = new Map<string, Promise<ReadonlySet<Post>>>();
  const holders = (post: Post): Promise<readonly Holder[]> => {
    const asked = known.get(post) ?? holdersOfPost(db, post, now);
    known.set(post, asked);
    return asked;
  };
  const answering = async (post: Post): Promise<Post> => {
    for (const one of [post, ...line]) {
      if ((await holders(one)).length > 0) return one;
    }
    return post;
  };
  const postsOfActor = (actor: Actor): Promise<ReadonlySet<Post>> => {
    if (actor.kind !== 'person') return Promise.resolve(new Set<Post>());
    const asked = own.get(actor.person) ?? heldBy(db, actor, now);
    own.set(actor.person, asked);
    return asked;
  };
  return {
    holders,
    answering,
    isOwn: async (actor, post) => (await postsOfActor(actor)).has(await answering(post)),
  };
}

async function heldBy(
  db: ReadHandle,
  actor: Extract<Actor, { kind: 'person' }>,
  now: Temporal.Instant,
): Promise<ReadonlySet<Post>> {
  const posts = new Set<Post>(actor.roles);
  if (holds(actor, ...staffRoles)) posts.add('staff');
  for (const post of await plainPostsOf(db, actor.person, schoolDay(now).toString())) posts.add(post);
  return posts;
}

async function holdersOfPost(db: ReadHandle, post: Post, now: Temporal.Instant): Promise<readonly Holder[]> {
  const role = roles.find((one) => one === post);
  if (role !== undefined) return (await holdersOf(db, role, now)).map(({ id, name }) => ({ id, name }));
  const held = await plainHolders(db, schoolDay(now).toString());
  return held.filter((one) => one.post === post).map(({ person, name }) => ({ id: asId(person), name }));
}
