import { holds } from '../../../platform/access/access.ts';
import type { Control } from '../../module.ts';
import { maySeePosts } from '../policy.ts';
import { postsOf } from '../posts.ts';

/** "Every post that the school must have is held by somebody": counted from who holds what on the day. */
export const postsFilled: Control = {
  code: 'mandatory-posts-filled',
  kind: 'access',
  makesTrue:
    'The posts that every school has to fill are given to named people from a date; those that nobody holds are counted.',
  effect: 'evidenced',
  title: 'Posts the school must fill',
  onHome: (actor) => holds(actor, 'head', 'governor', 'chair', 'vice-chair'),
  opens: (actor) => maySeePosts(actor).allowed,
  openedBy: 'The headteacher, the leads and the governors',
  evidence: async (db, { now }) => {
    const posts = (await postsOf(db, now)).filter((post) => post.mandatory);
    const vacant = posts.filter((post) => post.holders.length === 0).length;
    return {
      state: vacant === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: vacant === 0 ? `all ${String(posts.length)} held` : `${String(vacant)} of ${String(posts.length)} vacant`,
      latest: now,
      href: '/people/roles',
    };
  },
};
