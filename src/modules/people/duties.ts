import { holds } from '../../platform/access/access.ts';
import type { Duty } from '../module.ts';
import { maySetUp } from './policy.ts';
import { countPeople, vacantPosts } from './posts.ts';

/** Posts that nobody holds: the head fills them; while there is no head, the lead does. The governors see it too. */
export const fillPosts: Duty = {
  code: 'fill-mandatory-posts',
  title: 'Every mandatory post is held by somebody',
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, 'head', 'lead', 'governor', 'chair', 'vice-chair')) return [];
    const vacant = await vacantPosts(db, now);
    const fills = holds(actor, 'head');
    const forMe =
      fills || holds(actor, 'governor', 'chair', 'vice-chair') || vacant.some((post) => post.role === 'head');
    if (vacant.length === 0 || !forMe) return [];
    const [first] = vacant;
    return [
      {
        text:
          vacant.length === 1 && first !== undefined
            ? `Vacant post: ${first.label}`
            : `${String(vacant.length)} posts are vacant`,
        href: '/people/roles',
        action: fills || holds(actor, 'lead') ? 'Fill the post' : 'See which',
        urgency: 2,
      },
    ];
  },
};

/** A school without pupils is not set up yet. */
export const bringInPeople: Duty = {
  code: 'bring-in-people',
  title: 'The roster is in Schoolgate',
  linesFor: async (db, actor, { now }) => {
    if (!maySetUp(actor).allowed || (await countPeople(db, now)).pupils > 0) return [];
    return [
      {
        text: 'The school is not fully set up yet',
        href: '/set-up/next-steps',
        action: 'See what comes next',
        urgency: 2,
      },
    ];
  },
};
