import { holds } from '../../../platform/access/access.ts';
import type { Control } from '../../module.ts';
import { maySeePosts } from '../policy.ts';
import { postsOf } from '../posts.ts';
import { postLabel } from './words.ts';

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

/** "A governor looks after online safety": the post that the law and the standard ask for. */
export const safetyGovernorNamed: Control = {
  code: 'safety-governor-named',
  kind: 'access',
  makesTrue: 'The post of the governor for filtering and monitoring is given to a named person from a date.',
  effect: 'evidenced',
  title: 'A governor for online safety is named',
  opens: (actor) => maySeePosts(actor).allowed,
  openedBy: 'The headteacher, the leads and the governors',
  evidence: async (db, { now }) => {
    const post = (await postsOf(db, now)).find(({ role }) => role === 'governor');
    const held = post?.holders.length ?? 0;
    return {
      state: held > 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: held > 0 ? `held by ${String(held)}` : 'nobody holds the post',
      latest: now,
      href: '/people/roles',
    };
  },
};

/** Posts for which somebody has to stand in: alerts and approvals wait for nobody. */
const coveredPosts = [
  ['dsl', 'deputy-dsl'],
  ['head', 'deputy-head'],
] as const;

/** "Absences of key posts are covered": by a deputy who holds a post of their own, or by somebody named for the days. */
export const absenceCovered: Control = {
  code: 'absence-covered',
  kind: 'access',
  makesTrue:
    'For the safeguarding lead and the headteacher there is a deputy, a second holder or somebody named as cover; what waits for the post reaches them.',
  effect: 'evidenced',
  title: 'Absences of key posts are covered',
  opens: (actor) => maySeePosts(actor).allowed,
  openedBy: 'The headteacher, the leads and the governors',
  evidence: async (db, { now }) => {
    const posts = await postsOf(db, now);
    const there = (code: string): number => {
      const post = posts.find(({ role }) => role === code);
      return (post?.holders.length ?? 0) + (post?.covers.length ?? 0);
    };
    const alone = coveredPosts.filter(([post, deputy]) => there(post) < 2 && there(deputy) === 0);
    return {
      state: alone.length === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure:
        alone.length === 0
          ? 'Somebody stands in for the safeguarding lead and the headteacher'
          : `Nobody stands in for: ${alone.map(([post]) => postLabel(post)).join(', ')}`,
      latest: now,
      href: '/people/roles',
    };
  },
};
